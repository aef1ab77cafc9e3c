package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.footprint.Trace.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker finds what is there; else it would find nothing wrong for ever. */
class LeftoversTest {

    @TempDir
    Path home;

    @Test
    void processThatLostItsParentAndEverySignOfItIsFound() throws Exception {
        var leftovers = new Leftovers(home);
        var parent = new ProcessBuilder("sh", "-c", "sleep 600 & wait", home.toString()).start();
        Await.until(
                "the child to be there", () -> parent.descendants().findAny().isPresent());
        var child = parent.descendants().findAny().orElseThrow();
        leftovers.look();

        parent.destroyForcibly().waitFor();

        assertThat(leftovers.count()).isEqualTo(Map.of(Kind.PROCESS, 1L));
        child.destroyForcibly();
        leftovers.awaitNone();
    }

    @Test
    void whatIsHalfMadeIsFoundWhoeverMadeIt() throws Exception {
        var leftovers = new Leftovers(home);
        Files.createDirectories(home.resolve("run/instance"));
        Files.createDirectories(home.resolve("layers/.build-1"));
        Files.createDirectories(home.resolve("layers/digest"));
        Files.createDirectories(home.resolve("targets/staging/1"));

        assertThat(leftovers.count()).isEqualTo(Map.of(Kind.INSTANCE, 1L, Kind.STAGE, 2L));
    }
}
