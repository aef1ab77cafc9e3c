package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.SandboxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

    private static final long HUP_INT_AND_TERM = 1 | 1 << 1 | 1 << 14;

    @TempDir
    private Path root;

    /** A terminal's signals reach all its processes, also one that has only begun to load. */
    @Test
    void interpreterIsDeafToTheTerminalFromItsFirstInstructionAndKnowsNothingOfUs() throws Exception {
        var said = root.resolve("said");
        var python = Files.writeString(
                root.resolve("python"),
                "#!/bin/sh\n/usr/bin/grep SigIgn /proc/$$/status >%s\n/usr/bin/tr '\\0' '\\n' </proc/$$/environ >>%s\n"
                        .formatted(said, said));
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> Supervisor.start(python, root, "supervisor", root))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("ended at once");

        var lines = Files.readAllLines(said);
        var ignored = Long.parseUnsignedLong(lines.getFirst().split("\\s+")[1], 16);
        assertThat(ignored & HUP_INT_AND_TERM).isEqualTo(HUP_INT_AND_TERM);
        assertThat(lines.stream().skip(1).map(line -> line.replaceFirst("=.*", "")))
                .isSubsetOf("PATH", "LANG", "_")
                .contains("PATH", "LANG");
    }
}
