package io.forkline.cli.guides;

class PublishGuideIT extends FollowedGuide {

    PublishGuideIT() {
        super("publish.md");
    }
}
