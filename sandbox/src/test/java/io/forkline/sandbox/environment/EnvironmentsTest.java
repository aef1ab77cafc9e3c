package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsTest {

    private static final long MIB = 1024 * 1024;

    @TempDir
    Path root;

    private EnvironmentFolders folders;

    @BeforeEach
    void folders() {
        folders = new EnvironmentFolders(root);
    }

    @Test
    void everyKeyIsRead() throws Exception {
        folders.writeYaml("full", """
                name: full
                kind: filesystem
                setup: { network: true, timeout: 1m30s, run: ["make tools", "make more"] }
                verify: ["tool --version"]
                limits: { cpus: 2, memory: 1GiB, processes: 7, disk: 16 MiB, openFiles: 99, fileSize: 5MiB, output: 3KiB }
                network: host-allow-list
                allow: [api.example.org:443, 127.0.0.1:8080, "[::1]:8080"]
                secrets: [API_TOKEN, PATHS]
                perspectives:
                  Zebra: { run: [sh, -c, "echo"], timeout: 250ms, required: true }
                  Ant: { run: [ant] }
                lead: { instructions: "Be brief." }
                """);

        Environment full = folders.environment("full");

        assertThat(full.kind()).isEqualTo(SnapshotKind.FILESYSTEM);
        assertThat(full.setup()).isEqualTo(new Setup(true, Duration.ofSeconds(90), List.of("make tools", "make more")));
        assertThat(full.verify()).containsExactly("tool --version");
        assertThat(full.limits()).isEqualTo(new SandboxLimits(2.0, 1024 * MIB, 7, 16 * MIB, 99, 5 * MIB, 3 * 1024));
        assertThat(full.network().texts())
                .containsExactly("api.example.org:443", "127.0.0.1:8080", "[0:0:0:0:0:0:0:1]:8080");
        assertThat(full.snapshotSpec().network()).isEqualTo(full.network());
        assertThat(full.secrets()).containsExactly("API_TOKEN", "PATHS");
        assertThat(full.perspectives())
                .containsExactly(
                        new Perspective("Zebra", List.of("sh", "-c", "echo"), Duration.ofMillis(250), true),
                        new Perspective("Ant", List.of("ant"), Duration.ofMinutes(1), false));
        assertThat(full.leadInstructions()).contains("Be brief.");
        assertThat(full.folder()).isEqualTo(root.resolve("full"));
    }

    @Test
    void whatIsNotSaidHasItsDefault() throws Exception {
        folders.writeYaml("small", EnvironmentFolders.SMALLEST.formatted("small"));

        Environment small = folders.environment("small");

        assertThat(small.kind()).isEqualTo(SnapshotKind.MEMORY);
        assertThat(small.setup()).isEqualTo(new Setup(false, Duration.ofMinutes(5), List.of()));
        assertThat(small.limits()).isEqualTo(SandboxLimits.DEFAULT);
        assertThat(small.network()).isEqualTo(NetworkAccess.NONE);
        assertThat(small.isolation()).isEqualTo(Isolation.DEFAULT);
        assertThat(small.preload()).isEmpty();
        assertThat(small.leadInstructions()).isEmpty();
    }

    @Test
    void aFileMayBeAsLargeAsTheDiskUnlessItIsSaid() throws Exception {
        folders.writeYaml("small", EnvironmentFolders.SMALLEST.formatted("small") + "limits: { disk: 2MiB }\n");

        assertThat(folders.environment("small").limits().fileSizeBytes()).isEqualTo(2 * MIB);
    }

    @Test
    void theSpecOfTheSnapshotSaysWhatTheFileSays() throws Exception {
        folders.writeYaml("small", EnvironmentFolders.SMALLEST.formatted("small") + "preload: [json.decoder]\n");
        Environment small = folders.environment("small");

        SnapshotSpec spec = small.snapshotSpec();

        assertThat(spec)
                .isEqualTo(new SnapshotSpec(
                        small.id(),
                        "small",
                        SnapshotKind.MEMORY,
                        root.resolve("small"),
                        Optional.of(EnvironmentFiles.digest(root.resolve("small"))),
                        List.of(),
                        false,
                        Duration.ofMinutes(5),
                        List.of(),
                        List.of("json.decoder"),
                        SandboxLimits.DEFAULT,
                        NetworkAccess.NONE,
                        Isolation.DEFAULT));
    }

    @Test
    void isolationIsAWordOrAMapping() throws Exception {
        folders.writeYaml("word", EnvironmentFolders.SMALLEST.formatted("word") + "isolation: gvisor\n");
        folders.writeYaml(
                "mapping",
                EnvironmentFolders.SMALLEST.formatted("mapping")
                        + "kind: filesystem\nisolation: { provider: gvisor, fallback: local }\n");

        SnapshotSpec word = folders.environment("word").snapshotSpec();
        SnapshotSpec mapping = folders.environment("mapping").snapshotSpec();

        assertThat(word.isolation()).isEqualTo(new Isolation(Isolation.Provider.GVISOR, Isolation.Fallback.NONE));
        assertThat(mapping.isolation()).isEqualTo(new Isolation(Isolation.Provider.GVISOR, Isolation.Fallback.LOCAL));
    }

    @Test
    void networkOfTheHostIsForColdForksByGvisor() throws Exception {
        folders.writeYaml(
                "wide",
                EnvironmentFolders.SMALLEST.formatted("wide") + "kind: filesystem\nisolation: gvisor\nnetwork: host\n");

        SnapshotSpec wide = folders.environment("wide").snapshotSpec();

        assertThat(wide.network()).isEqualTo(NetworkAccess.HOST);
        assertThat(wide.isolation().by()).isEqualTo(Isolation.Provider.GVISOR);
    }

    @Test
    void aBrokenEnvironmentHidesNoOtherAndSaysWhyToWhoeverNamesIt() throws Exception {
        folders.writeYaml("good", EnvironmentFolders.SMALLEST.formatted("good"));
        folders.writeYaml("bad", EnvironmentFolders.SMALLEST.formatted("bad") + "colour: red\n");
        Files.createDirectory(root.resolve("empty"));

        Environments environments = Environments.load(root, EnvironmentFolders.BASE);

        assertThat(environments.list()).extracting(Environment::name).containsExactly("good");
        assertThat(environments.broken()).containsOnlyKeys("bad", "empty");
        assertThat(environments.find("bad")).isEmpty();
        assertThatThrownBy(() -> environments.get("bad"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("bad/environment.yaml: colour: unknown key");
        assertThatThrownBy(() -> environments.get("empty")).hasMessageContaining("has no environment.yaml");
    }

    @Test
    void anUnknownEnvironmentIsAnsweredWithTheKnownOnes() throws Exception {
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        folders.writeYaml("b", EnvironmentFolders.SMALLEST.formatted("b"));
        Environments environments = Environments.load(root, EnvironmentFolders.BASE);

        assertThatThrownBy(() -> environments.get("c"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("there is no environment \"c\" in " + root + "; there is a, b");
    }

    @Test
    void anEnvironmentIsFoundByItsId() throws Exception {
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        folders.writeYaml("b", EnvironmentFolders.SMALLEST.formatted("b") + "verify: [\"true\"]\n");
        Environments environments = Environments.load(root, EnvironmentFolders.BASE);
        Environment b = environments.get("b");

        assertThat(environments.find(b.id())).contains(b);
    }

    @Test
    void filesAndHiddenFoldersBesideTheEnvironmentsAreNone() throws Exception {
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        Files.writeString(root.resolve("README.md"), "How to write one.");
        Files.createDirectory(root.resolve(".git"));

        Environments environments = Environments.load(root, EnvironmentFolders.BASE);

        assertThat(environments.list()).hasSize(1);
        assertThat(environments.broken()).isEmpty();
    }

    @Test
    void aChangeCountsWhenTheFolderIsReadAgain() throws Exception {
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        folders.writeYaml("gone", EnvironmentFolders.SMALLEST.formatted("gone"));
        Environments environments = Environments.load(root, EnvironmentFolders.BASE);
        Environment before = environments.get("a");
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a") + "verify: [\"true\"]\n");
        folders.writeYaml("b", EnvironmentFolders.SMALLEST.formatted("b"));
        Files.delete(root.resolve("gone/environment.yaml"));
        Files.delete(root.resolve("gone"));

        List<EnvironmentChange> changes = environments.reload();

        assertThat(changes)
                .containsExactlyInAnyOrder(
                        new EnvironmentChange.Changed("a"),
                        new EnvironmentChange.Added("b"),
                        new EnvironmentChange.Removed("gone"));
        assertThat(environments.get("a").id()).isNotEqualTo(before.id());
        assertThatThrownBy(() -> environments.get("gone")).hasMessageContaining("there is a, b");
        assertThat(environments.reload()).isEmpty();
    }

    @Test
    void anEnvironmentThatBreaksGoesOnAsItWasAndSaysWhyOnce() throws Exception {
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        Environments environments = Environments.load(root, EnvironmentFolders.BASE);
        Environment before = environments.get("a");
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a") + "colour: red\n");

        List<EnvironmentChange> broken = environments.reload();

        assertThat(broken).singleElement().isInstanceOfSatisfying(EnvironmentChange.Broken.class, change -> {
            assertThat(change.isKept()).isTrue();
            assertThat(change.why()).contains("a/environment.yaml: colour: unknown key");
        });
        assertThat(environments.get("a")).isEqualTo(before);
        assertThat(environments.broken()).containsOnlyKeys("a");
        assertThat(environments.reload()).isEmpty();
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        assertThat(environments.reload()).containsExactly(new EnvironmentChange.Changed("a"));
        assertThat(environments.broken()).isEmpty();
    }

    @Test
    void aFolderThatIsGoneChangesNothing() throws Exception {
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        Environments environments = Environments.load(root, EnvironmentFolders.BASE);
        Files.move(root, root.resolveSibling("elsewhere"));

        assertThatThrownBy(environments::reload).isInstanceOf(EnvironmentException.class);

        assertThat(environments.find("a")).isPresent();
        Files.move(root.resolveSibling("elsewhere"), root);
    }

    @Test
    void aFolderThatDoesNotExistIsSaid() {
        assertThatThrownBy(() -> Environments.load(root.resolve("none"), EnvironmentFolders.BASE))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("there is no folder of environments at " + root.resolve("none"));
    }

    @Test
    void theEnvironmentsOfThisProjectCanBeUsed() throws Exception {
        Environments environments = Environments.load(Path.of("../environments"), EnvironmentFolders.BASE);

        assertThat(environments.broken()).isEmpty();
        assertThat(environments.get("python-review").perspectives())
                .extracting(Perspective::name)
                .containsExactly("Security", "Complexity", "Docstrings", "Tests", "Structure");
    }
}
