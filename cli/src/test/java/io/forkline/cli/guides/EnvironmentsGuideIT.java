package io.forkline.cli.guides;

class EnvironmentsGuideIT extends FollowedAlone {

    EnvironmentsGuideIT() {
        super("environments.md");
    }
}
