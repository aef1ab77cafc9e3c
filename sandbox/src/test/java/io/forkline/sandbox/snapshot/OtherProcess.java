package io.forkline.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that has a lock as Java does it, a POSIX lock; here it is Python's. */
final class OtherProcess {

    private static final String LOCK = """
            import fcntl, sys, time
            file = open(sys.argv[1], "a+")
            fcntl.lockf(file, fcntl.LOCK_SH)
            print("held", flush=True)
            if len(sys.argv) > 2:
                other = open(sys.argv[2], "a+")
                fcntl.lockf(other, fcntl.LOCK_EX)
            else:
                time.sleep(600)
            """;

    private OtherProcess() {}

    /** Holds a file shared until it is ended. */
    static Process holding(Path file) throws IOException {
        return start(file.toString());
    }

    /** Holds a file shared until it has got another one too. */
    static Process holdingAndWaitingFor(Path file, Path other) throws IOException {
        return start(file.toString(), other.toString());
    }

    private static Process start(String... files) throws IOException {
        var builder = new ProcessBuilder("python3", "-c", LOCK);
        builder.command().addAll(List.of(files));
        var process = builder.start();
        assertThat(process.inputReader().readLine()).isEqualTo("held");
        return process;
    }
}
