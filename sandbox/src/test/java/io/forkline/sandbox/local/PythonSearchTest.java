package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonSearchTest {

    /** The real question goes to the real interpreter, which takes itself for this version. */
    private static final String OF_VERSION = """
            #!/bin/sh
            exec %s -I -S -c 'import platform, sys
            sys.version_info = (%s)
            platform.python_version = lambda: "%s"
            exec(sys.argv[1])' "$4"
            """;

    @TempDir
    private Path root;

    private String real;

    @BeforeEach
    void findTheRealOne() throws Exception {
        real = BaseSystem.probe().python().toString();
    }

    @Test
    void pythonThatIsTooOldIsNamedWithTheVersionThatIsNeeded() throws Exception {
        var old = python("old", OF_VERSION.formatted(real, "3, 9, 18", "3.9.18"));

        assertThatThrownBy(() -> on(old).find())
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessageContaining("No Python 3.10 or newer was found")
                .hasMessageContaining(old.resolve("python3") + ", which is 3.9.18");
    }

    @Test
    void oldestPythonThatWillDoIsFoundBehindOneThatWillNot() throws Exception {
        var old = python("old", OF_VERSION.formatted(real, "3, 9, 18", "3.9.18"));
        var oldest = python("oldest", OF_VERSION.formatted(real, "3, 10, 0", "3.10.0"));

        var found = on(old, oldest).find();

        assertThat(found.version()).isEqualTo("3.10.0");
    }

    @Test
    void interruptEndsTheSearchAndThePythonThatWasAsked() throws Exception {
        var asked = root.resolve("asked");
        var slow =
                python("slow", "#!/bin/sh\necho $$ >%s.new\nmv %s.new %s\nsleep 600\n".formatted(asked, asked, asked));
        try (var threads = Executors.newSingleThreadExecutor()) {
            var search = threads.submit(() -> on(slow).find());
            Await.until("the shim was asked", () -> Files.exists(asked));

            threads.shutdownNow();

            assertThatThrownBy(() -> search.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
        var shim = ProcessHandle.of(Long.parseLong(Files.readString(asked).strip()));
        Await.until("the shim is gone", () -> shim.isEmpty() || !shim.get().isAlive());
    }

    private Path python(String name, String script) throws IOException {
        var directory = Files.createDirectory(root.resolve(name));
        var file = Files.writeString(directory.resolve("python3"), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return directory;
    }

    private static PythonSearch on(Path... path) {
        return PythonSearch.on(
                Map.of("PATH", Stream.of(path).map(Path::toString).collect(Collectors.joining(":"))));
    }
}
