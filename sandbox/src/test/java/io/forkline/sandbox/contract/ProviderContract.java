package io.forkline.sandbox.contract;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.SnapshotKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The promises of {@link SandboxProvider}. A provider's tests extend its subclasses, and say how to open it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderContract {

    protected TestDirectory directory;
    protected SandboxProvider provider;

    /** A provider that keeps everything below this directory. */
    protected abstract SandboxProvider open(Path home) throws SandboxException, InterruptedException;

    @BeforeAll
    void openOnce() throws Exception {
        directory = TestDirectory.create();
        provider = open(directory.resolve("home"));
    }

    /** What keeps the forks of these tests apart from the host. */
    protected Isolation isolation() {
        return Isolation.DEFAULT;
    }

    /** What the fork is that most of these tests use. */
    protected SnapshotKind kind() {
        return SnapshotKind.MEMORY;
    }

    /** A warm environment for this provider. */
    protected final Specs specs(Path folder) {
        return Specs.in(folder).isolation(isolation());
    }

    @AfterAll
    void close() throws Exception {
        if (provider != null) {
            provider.close();
        }
        directory.close();
    }

    protected static CommandResult run(Sandbox sandbox, String... command)
            throws SandboxException, InterruptedException {
        return sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofSeconds(30)));
    }

    protected static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
