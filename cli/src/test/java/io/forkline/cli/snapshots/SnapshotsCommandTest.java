package io.forkline.cli.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.TestHost;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands on snapshots show and do, on stores that no sandbox is needed for. */
class SnapshotsCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void theListShowsSizeAgeLastUseAndTheBudget() throws Exception {
        Stores.put(home(), "1", "common", "own");
        Stores.put(home(), "2", "common");

        TestHost host = execute(ExitCode.COMPLETE, "list");

        assertThat(host.out())
                .containsPattern("111111111111 +memory +local +9 B +2 h +[0-9]+ s +review-1")
                .endsWith("\n2 snapshots, 9 B of 20 GiB (FORKLINE_SNAPSHOT_BUDGET)\n");
    }

    @Test
    void theListAsJsonHasWhatScriptsNeed() throws Exception {
        Snapshot snapshot = Stores.put(home(), "1", "common", "own");
        JsonNode list;
        SnapshotStore store = SnapshotStore.open(ForklineHome.at(home()));
        var use = store.use(snapshot.id());
        try {
            list = JSON.readTree(execute(ExitCode.COMPLETE, "list", "--json").out());
        } finally {
            use.close();
        }

        assertThat(list.at("/bytes").asLong()).isEqualTo(9);
        assertThat(list.at("/budgetBytes").asLong()).isEqualTo(20L << 30);
        assertThat(list.at("/snapshots/0/digest").asText()).isEqualTo(snapshot.digest());
        assertThat(list.at("/snapshots/0/inUse").asBoolean()).isTrue();
        assertThat(list.at("/snapshots/0/layers/1/bytes").asLong()).isEqualTo(3);
        assertThat(list.at("/snapshots/0/lastUsedAt").asText()).endsWith("Z");
    }

    @Test
    void inspectShowsWhatASnapshotIsAndHowItWasBuilt() throws Exception {
        Snapshot snapshot = Stores.put(home(), "1", "common", "own");
        Stores.put(home(), "2", "common");

        TestHost host = execute(ExitCode.COMPLETE, "inspect", "11", "--verify");

        assertThat(host.out())
                .contains("review-1  memory  9 B")
                .contains("digest     " + snapshot.digest() + "  (verified)")
                .contains("2 h ago, on builder-1 in 5.00 s")
                .contains("base       Python " + snapshot.base().interpreter().split(" ")[0])
                .contains("setup      $ pip install tool\n             with network", "verify     $ tool --version")
                .contains("network    none")
                .containsPattern(snapshot.layerDigests().getFirst() + " +6 B +222222222222")
                .containsPattern(snapshot.layerDigests().getLast() + " +3 B +-")
                .contains("--bootstrap-servers");
    }

    @Test
    void whatForksReachIsShownWhereASnapshotIsInspectedAndImported() throws Exception {
        Stores.putReaching(home(), "1", "api.example.org:443", "127.0.0.1:8080");
        String file = folder.resolve("one.tar.zst").toString();

        TestHost inspecting = execute(ExitCode.COMPLETE, "inspect", "11");
        execute(ExitCode.COMPLETE, "export", "11", file);
        TestHost importing = execute(folder.resolve("other"), ExitCode.COMPLETE, "import", file);

        assertThat(inspecting.out()).contains("network    api.example.org:443\n             127.0.0.1:8080");
        assertThat(importing.out()).contains("its forks reach api.example.org:443\nits forks reach 127.0.0.1:8080\n");
    }

    @Test
    void networkOfTheHostIsShownWhereASnapshotIsInspectedAndImported() throws Exception {
        Stores.putReaching(home(), "1", "host");
        String file = folder.resolve("one.tar.zst").toString();

        TestHost inspecting = execute(ExitCode.COMPLETE, "inspect", "11");
        execute(ExitCode.COMPLETE, "export", "11", file);
        TestHost importing = execute(folder.resolve("other"), ExitCode.COMPLETE, "import", file);

        assertThat(inspecting.out()).contains("network    host\n");
        assertThat(importing.out()).contains("its forks reach all that this host reaches\n");
    }

    @Test
    void inspectAsJsonIsOneDocument() throws Exception {
        Snapshot snapshot = Stores.put(home(), "1", "common");

        JsonNode shown = JSON.readTree(
                execute(ExitCode.COMPLETE, "inspect", "1", "--json").out());

        assertThat(shown.at("/id").asText()).isEqualTo(snapshot.id().value());
        assertThat(shown.at("/base/machine").asText()).isEqualTo(snapshot.base().machine());
        assertThat(shown.at("/recipe/setup/0").asText()).isEqualTo("pip install tool");
        assertThat(shown.at("/builtOn").asText()).isEqualTo("builder-1");
        assertThat(shown.has("forks")).isFalse();
    }

    @Test
    void damageIsFoundByVerifying() throws Exception {
        Snapshot snapshot = Stores.put(home(), "1", "a");
        Files.writeString(home().resolve("layers/" + snapshot.layerDigests().getFirst() + "/file"), "b");

        TestHost host = execute(ExitCode.FAILED, "inspect", "1", "--verify");

        assertThat(host.err()).contains("is damaged").contains("delete the snapshot");
    }

    @Test
    void pruningWithoutAChoiceKeepsWhatIsWithinTheBudget() throws Exception {
        Stores.put(home(), "1", "a");

        assertThat(execute(ExitCode.COMPLETE, "prune").out()).isEqualTo("Freed 0 B; 1 B of 20 GiB are left\n");
    }

    @Test
    void pruningSaysWhatGoesAndADryRunOnlySaysIt() throws Exception {
        Stores.put(home(), "1", "common", "own");
        SnapshotStore store = SnapshotStore.open(ForklineHome.at(home()));
        store.use(Stores.put(home(), "2", "common").id()).close();

        TestHost dry = execute(ExitCode.COMPLETE, "prune", "--keep", "1", "--dry-run");
        assertThat(dry.out())
                .contains("Would delete 111111111111 of review-1, 9 B")
                .endsWith("Would free 3 B; 6 B of 20 GiB would be left\n");
        assertThat(store.list()).hasSize(2);
        TestHost wet = execute(ExitCode.COMPLETE, "prune", "--keep", "1");

        assertThat(wet.out()).contains("Deleted 111111111111").endsWith("Freed 3 B; 6 B of 20 GiB are left\n");
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void pruningKeepsWhatIsInUseAndWhatIsYoungEnough() throws Exception {
        Snapshot used = Stores.put(home(), "1", "a");
        SnapshotStore store = SnapshotStore.open(ForklineHome.at(home()));
        var use = store.use(used.id());
        try {
            assertThat(execute(ExitCode.COMPLETE, "prune", "--keep", "0").out())
                    .contains("Kept 111111111111 of review-1, 1 B, which is in use");
        } finally {
            use.close();
        }
        assertThat(execute(ExitCode.COMPLETE, "prune", "--older-than", "30d").out())
                .startsWith("Freed 0 B");
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void whatWasExportedIsImportedOnceAndHasTheSameDigest() throws Exception {
        Snapshot snapshot = Stores.put(home(), "1", "common", "own");
        String file = folder.resolve("one.tar.zst").toString();
        Path other = folder.resolve("other");

        TestHost exported = execute(ExitCode.COMPLETE, "export", "1", file);
        TestHost imported = execute(other, ExitCode.COMPLETE, "import", file, "--digest", snapshot.digest());
        TestHost again = execute(other, ExitCode.COMPLETE, "import", file);

        assertThat(exported.out())
                .startsWith("Exported 111111111111 of review-1, 9 B, to " + file)
                .endsWith("\ndigest " + snapshot.digest() + "\n");
        assertThat(imported.out())
                .isEqualTo("Imported 111111111111 of review-1, 9 B\ndigest " + snapshot.digest() + "\n");
        assertThat(again.out()).startsWith("Nothing to do: 111111111111 of review-1, 9 B, is here already\n");
        assertThat(SnapshotStore.open(ForklineHome.at(other)).list()).containsExactly(snapshot);
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Stores.put(home(), "1", "a");
        Path there = Files.writeString(folder.resolve("there"), "not an archive");

        assertThat(execute(ExitCode.USAGE, "export", "1", there.toString()).err())
                .contains("cannot be written to " + there);
        assertThat(execute(
                                ExitCode.USAGE,
                                "export",
                                "1",
                                folder.resolve("no/folder").toString())
                        .err())
                .contains("in a folder that is there");
        assertThat(execute(ExitCode.USAGE, "import", folder.resolve("none").toString())
                        .err())
                .contains("there is no file");
        assertThat(execute(ExitCode.USAGE, "import", there.toString(), "--digest", "abc")
                        .err())
                .contains("64 lower-case hex digits");
        assertThat(execute(ExitCode.FAILED, "import", there.toString()).err())
                .contains("is not an archive of a snapshot that can be read")
                .doesNotContain("\tat ");
    }

    @Test
    void aBudgetThatIsNoneIsNamedBeforeAnythingIsDone() {
        TestHost host = new TestHost(home());
        Map<String, String> env = Map.of("FORKLINE_SNAPSHOT_BUDGET", "lots");

        assertThatThrownBy(() -> new Host(host.host().terminal(), env, folder).home())
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("FORKLINE_SNAPSHOT_BUDGET=lots is not a size from 64MiB to 64TiB");
    }

    private Path home() {
        return folder.resolve("home");
    }

    private TestHost execute(int exitCode, String... arguments) {
        return execute(home(), exitCode, arguments);
    }

    private static TestHost execute(Path home, int exitCode, String... arguments) {
        TestHost host = new TestHost(home);
        List<String> all = new ArrayList<>(List.of("snapshots"));
        all.addAll(List.of(arguments));

        int ended = host.execute(all.toArray(String[]::new));

        assertThat(ended).as(host.err()).isEqualTo(exitCode);
        return host;
    }
}
