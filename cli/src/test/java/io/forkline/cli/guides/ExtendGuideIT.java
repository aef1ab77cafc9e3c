package io.forkline.cli.guides;

class ExtendGuideIT extends FollowedAlone {

    ExtendGuideIT() {
        super("extend.md");
    }
}
