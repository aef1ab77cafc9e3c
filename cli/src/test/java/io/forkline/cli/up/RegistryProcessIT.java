package io.forkline.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.CommandException;
import io.forkline.cli.launcher.Echo;
import io.forkline.cli.launcher.ProgramJar;
import io.forkline.testsupport.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process in the registry's place: how it is started, watched and ended does not depend on what it is. */
class RegistryProcessIT {

    private static final Addresses LOOPBACK = Addresses.of(Addresses.LOOPBACK, null);
    private static final RegistryStorage STORAGE = new RegistryStorage.Topics("127.0.0.1:1");

    @TempDir
    private Path folder;

    @Test
    void itIsReadyWhenItAnswersAndItsProcessesAreGoneWhenItIsClosed() throws Exception {
        Path jar = folder.resolve("registry.jar");
        ProgramJar.write(jar, SilentRegistry.class);
        List<ProcessHandle> processes;

        try (RegistryProcess registry =
                RegistryProcess.start(jar, folder.resolve("data"), LOOPBACK, freePort(), STORAGE)) {
            registry.awaitReady();
            processes = ProcessHandle.current().descendants().toList();
            assertThat(registry.hasEnded()).isFalse();
            assertThat(processes).hasSizeGreaterThanOrEqualTo(2);
        }

        Await.until("all its processes are gone", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void oneThatEndsAtOnceIsAFailureThatNamesItsLog() throws Exception {
        Path jar = folder.resolve("echo.jar");
        ProgramJar.write(jar, Echo.class);

        try (RegistryProcess registry =
                RegistryProcess.start(jar, folder.resolve("data"), LOOPBACK, freePort(), STORAGE)) {
            assertThatThrownBy(registry::awaitReady)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("ended with 7")
                    .hasMessageContaining("registry.log");
        }
    }

    @Test
    void aPortInUseIsNamedWithTheOption() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            RegistryProcess.start(Path.of("none.jar"), folder, LOOPBACK, taken.getLocalPort(), STORAGE))
                    .hasMessageContaining(":" + taken.getLocalPort())
                    .hasMessageContaining("--registry-port");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
