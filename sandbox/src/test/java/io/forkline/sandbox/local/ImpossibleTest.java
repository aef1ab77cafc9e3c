package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a person reads where the local sandbox cannot run. */
class ImpossibleTest {

    private static final Path PROGRAMS = Path.of("src/main/resources/io/forkline/sandbox/local/runtime");

    @Test
    void oldKernelIsNamedWithTheOldestThatWillDo() throws Exception {
        assertThat(check("5.10.0-8-amd64", "x86_64"))
                .isEqualTo("The local sandbox needs Linux 5.12 or newer; this is 5.10.0-8-amd64.");
        assertThat(check("5.12", "aarch64")).isEqualTo("fine");
        assertThat(check("6.18.44-cloud", "x86_64")).isEqualTo("fine");
    }

    @Test
    void unknownMachineIsNamedWithThoseThatAreKnown() throws Exception {
        assertThat(check("6.1.0", "riscv64"))
                .isEqualTo("The local sandbox runs on x86_64 and aarch64, not on riscv64.");
    }

    private static String check(String release, String machine) throws Exception {
        var code = """
                import sys
                sys.path.insert(0, sys.argv[1])
                from _forkline.impossible import Impossible, check_kernel
                try:
                    check_kernel(sys.argv[2], sys.argv[3], ("x86_64", "aarch64"))
                    print("fine")
                except Impossible as impossible:
                    print(impossible)
                """;
        var python = new ProcessBuilder("python3", "-B", "-c", code, PROGRAMS.toString(), release, machine).start();
        var said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }
}
