package io.forkline.cli.guides;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows a guide that needs no cluster. */
abstract class FollowedAlone {

    private final String page;

    FollowedAlone(String page) {
        this.page = page;
    }

    @Test
    void everyExampleDoesWhatTheGuideSays(@TempDir Path folder) throws Exception {
        Guide guide = Guide.read(TestHost.PROJECT.resolve("docs").resolve(page));
        assertThat(guide.blocks()).isNotEmpty();
        Reader reader = Reader.alone(folder);
        for (Guide.Block block : guide.blocks()) {
            reader.follow(guide, block);
        }
    }
}
