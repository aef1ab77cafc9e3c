package io.forkline.cli.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Built in one home, carried to another, and run there. */
class SnapshotCarriedIT {

    /** Not in a temporary folder: JUnit warns of the links in a base layer when it deletes one. */
    private static final Path HERE = Path.of("target", "it-other-home").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void aSnapshotOfAnotherHomeRunsHereAndItsReportsNameTheSameDigest() throws Exception {
        execute(HERE, "snapshots", "prune", "--keep", "0");
        String archive = folder.resolve("greeting.tar.zst").toString();
        JsonNode first = run(TestHost.HOME);
        String digest = first.at("/reports/0/sandbox/snapshotDigest").asText();
        String id = first.at("/reports/0/sandbox/environmentId").asText();

        execute(TestHost.HOME, "snapshots", "export", id, archive);
        execute(HERE, "snapshots", "import", archive, "--digest", digest);
        JsonNode carried = run(HERE, "--snapshot", id);

        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(carried.at("/status").asText()).isEqualTo("COMPLETE");
        assertThat(carried.at("/reports/0/finding").asText()).startsWith("Hello to README");
        assertThat(carried.at("/reports/0/sandbox/snapshotDigest").asText()).isEqualTo(digest);
        JsonNode shown = new ObjectMapper()
                .readTree(execute(HERE, "snapshots", "inspect", id, "--json", "--verify")
                        .out());
        assertThat(shown.at("/digest").asText()).isEqualTo(digest);
    }

    private static JsonNode run(Path home, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                TestHost.PROJECT.resolve("examples/sample-project").toString(),
                "--environments",
                Path.of("src/test/resources/environments").toAbsolutePath().toString(),
                "--environment",
                "greeting",
                "--lead",
                "none",
                "--json",
                "-"));
        arguments.addAll(List.of(more));
        return new ObjectMapper()
                .readTree(execute(home, arguments.toArray(String[]::new)).out());
    }

    private static TestHost execute(Path home, String... arguments) {
        TestHost host = new TestHost(home);
        assertThat(host.execute(arguments)).as(host.err()).isZero();
        return host;
    }
}
