package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.EnvironmentId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentDigestTest {

    private static final String YAML = """
            name: x
            kind: memory
            setup: { network: true, timeout: 5m, run: ["make a", "make b"] }
            verify: ["a --version"]
            preload: [json]
            limits: { cpus: 1.0, memory: 512MiB }
            perspectives:
              Look: { run: [python3, look.py], timeout: 60s }
            lead: { instructions: "Be brief." }
            """;

    @TempDir
    Path root;

    private EnvironmentFolders folders;
    private EnvironmentId before;

    @BeforeEach
    void anEnvironment() throws Exception {
        folders = new EnvironmentFolders(root);
        folders.writeYaml("x", YAML);
        folders.write("x", "look.py", "print(1)\n");
        before = id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network: true->network: false",
                "\"make a\", \"make b\"->\"make b\", \"make a\"",
                "\"make a\", \"make b\"->\"make a\\nmake b\"",
                "a --version->a --help",
                "[json]->[json, csv]",
                "kind: memory->network: host-allow-list\nallow: [a.org:443]",
                "kind: memory->isolation: gvisor",
                "kind: memory->isolation: { provider: gvisor, fallback: local }",
            })
    void changesWithWhatTheSnapshotIsMadeOf(String change) throws Exception {
        edit(change);

        assertThat(id()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout: 5m->timeout: 6m",
                "cpus: 1.0->cpus: 2.0",
                "memory: 512MiB->memory: 1GiB",
                "timeout: 60s->timeout: 61s",
                "Look:->Gaze:",
                "[python3, look.py]->[python3, other.py]",
                "Be brief.->Be kind.",
                "kind: memory-># A comment.",
                "kind: memory->network: none",
                "kind: memory->isolation: local",
            })
    void staysWithWhatOnlyForksAndReportsAreMadeOf(String change) throws Exception {
        edit(change);

        assertThat(id()).isEqualTo(before);
    }

    @Test
    void changesWithEachDestinationThatForksReach() throws Exception {
        edit("kind: memory->network: host-allow-list\nallow: [a.org:443]");
        EnvironmentId one = id();

        edit("kind: memory->network: host-allow-list\nallow: [a.org:443, b.org:443]");

        assertThat(id()).isNotEqualTo(one).isNotEqualTo(before);
    }

    @Test
    void changesWithTheKind() throws Exception {
        edit("preload: [json]->");
        EnvironmentId warm = id();

        folders.writeYaml("x", YAML.replace("preload: [json]", "").replace("kind: memory", "kind: filesystem"));

        assertThat(id()).isNotEqualTo(warm);
    }

    @Test
    void changesWithWhatAnIsolationFallsBackTo() throws Exception {
        edit("kind: memory->isolation: gvisor");
        EnvironmentId strict = id();

        folders.writeYaml("x", YAML.replace("kind: memory", "isolation: { provider: gvisor, fallback: local }"));

        assertThat(id()).isNotEqualTo(strict).isNotEqualTo(before);
    }

    @Test
    void changesWithTheContentOfAFile() throws Exception {
        folders.write("x", "look.py", "print(2)\n");

        assertThat(id()).isNotEqualTo(before);
    }

    @Test
    void changesWithTheNameOfAFile() throws Exception {
        Files.move(root.resolve("x/look.py"), root.resolve("x/gaze.py"));

        assertThat(id()).isNotEqualTo(before);
    }

    @Test
    void changesWithTheExecutableBit() throws Exception {
        Files.setPosixFilePermissions(root.resolve("x/look.py"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(id()).isNotEqualTo(before);
    }

    @Test
    void changesWithTheBase() throws Exception {
        assertThat(Environments.load(root, "base-2").get("x").id()).isNotEqualTo(before);
    }

    @Test
    void staysWhenAFileIsWrittenAgainAndReadableByOthers() throws Exception {
        folders.write("x", "look.py", "print(1)\n");
        Files.setPosixFilePermissions(root.resolve("x/look.py"), PosixFilePermissions.fromString("rw-------"));

        assertThat(id()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "tests/test_look.py",
                "__pycache__/look.pyc",
                "part/__pycache__/look.pyc",
                ".git/HEAD",
            })
    void staysWithWhatIsNotTheEnvironments(String file) throws Exception {
        folders.write("x", file, "anything");

        assertThat(id()).isEqualTo(before);
    }

    @Test
    void changesWithTestsThatAreNotAtTheTop() throws Exception {
        folders.write("x", "part/tests/data.json", "{}");

        assertThat(id()).isNotEqualTo(before);
    }

    @Test
    void isRefusedForASymbolicLink() throws Exception {
        Files.createSymbolicLink(root.resolve("x/link"), Path.of("look.py"));

        assertThat(Environments.load(root, EnvironmentFolders.BASE).broken().get("x"))
                .isEqualTo(root.resolve("x/link") + " is a symbolic link; an environment holds files and folders only");
    }

    private void edit(String change) throws Exception {
        String[] sides = change.split("->", -1);
        String edited = YAML.replace(sides[0], sides[1]);
        assertThat(edited).isNotEqualTo(YAML);
        folders.writeYaml("x", edited);
    }

    private EnvironmentId id() throws EnvironmentException {
        return folders.environment("x").id();
    }
}
