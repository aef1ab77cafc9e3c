package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupSurroundingsTest {

    @TempDir
    Path directory;

    private Path stage;
    private Path user;

    @BeforeEach
    void create() throws Exception {
        stage = Files.createDirectory(directory.resolve("stage"));
        user = Files.createDirectory(directory.resolve("user"));
    }

    @Test
    void pipAndCertificateVariablesPassAndOthersDoNot() throws Exception {
        var host = Map.of(
                "HOME", user.toString(),
                "PIP_INDEX_URL", "https://example.invalid/simple",
                "HTTPS_PROXY", "http://proxy.invalid:3128",
                "OPENAI_API_KEY", "secret");

        var gathered = SetupSurroundings.gather(stage, host);

        assertThat(gathered.environment())
                .containsEntry("PIP_INDEX_URL", "https://example.invalid/simple")
                .containsEntry("HTTPS_PROXY", "http://proxy.invalid:3128")
                .doesNotContainKey("OPENAI_API_KEY")
                .doesNotContainValue("secret");
    }

    @Test
    void whereToInstallIsNotForTheUsersConfigurationToSay() throws Exception {
        var host = Map.of("HOME", user.toString(), "PIP_TARGET", "/elsewhere", "PIP_USER", "1", "PIP_PREFIX", "/x");

        var gathered = SetupSurroundings.gather(stage, host);

        assertThat(gathered.environment())
                .containsEntry("PIP_TARGET", "/opt/forkline/site")
                .containsEntry("PIP_USER", "0")
                .doesNotContainKey("PIP_PREFIX");
    }

    @Test
    void ownConfigurationOfPipIsWherePipLooksInside() throws Exception {
        var file = user.resolve(".config/pip/pip.conf");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[global]\nindex-url = https://example.invalid\n");

        var gathered = SetupSurroundings.gather(stage, Map.of("HOME", user.toString()));

        assertThat(gathered.lower().resolve("home/forkline/.config/pip/pip.conf"))
                .hasSameTextualContentAs(file);
    }

    @Test
    void configurationFileNamedByVariableIsCopiedAndTheVariableFollowsIt() throws Exception {
        var chosen = Files.writeString(user.resolve("mine.conf"), "[global]\ntimeout = 5\n");
        var host = Map.of("HOME", user.toString(), "PIP_CONFIG_FILE", chosen.toString());

        var gathered = SetupSurroundings.gather(stage, host);

        var inside = gathered.environment().get("PIP_CONFIG_FILE");
        assertThat(gathered.lower().resolve(inside.substring(1))).hasSameTextualContentAs(chosen);
    }

    @Test
    void directoryOfWheelsThatAllMayReadIsBoundAndThatOfOneIsCopied() throws Exception {
        var open = Files.createDirectory(user.resolve("open"));
        var closed = Files.createDirectory(user.resolve("closed"));
        Files.writeString(closed.resolve("a.whl"), "wheel");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        var host = Map.of("HOME", user.toString(), "PIP_FIND_LINKS", "file://" + open + " " + closed);

        var gathered = SetupSurroundings.gather(stage, host);

        assertThat(gathered.binds()).contains(new Bind(open.toRealPath(), open.toString()));
        assertThat(gathered.lower().resolve(open.toString().substring(1))).isEmptyDirectory();
        assertThat(gathered.lower().resolve(closed.toString().substring(1) + "/a.whl"))
                .hasContent("wheel");
    }

    @Test
    void nobodyElseOnTheHostMayPassToACopiedConfiguration() throws Exception {
        SetupSurroundings.gather(stage, Map.of("HOME", user.toString()));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stage)))
                .isEqualTo("rwx------");
    }
}
