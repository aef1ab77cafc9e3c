package io.forkline.cli.guides;

class ConsumeGuideIT extends FollowedGuide {

    ConsumeGuideIT() {
        super("consume.md");
    }
}
