package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsWatchTest {

    @TempDir
    private Path root;

    private final BlockingQueue<EnvironmentChange> changes = new LinkedBlockingQueue<>();

    @Test
    void changesAreToldWhenTheyCount() throws Exception {
        EnvironmentFolders folders = new EnvironmentFolders(root);
        folders.writeYaml("a", EnvironmentFolders.SMALLEST.formatted("a"));
        Environments environments = Environments.load(root, EnvironmentFolders.BASE);
        try (EnvironmentsWatch watch = EnvironmentsWatch.start(environments, changes::add)) {
            assertThat(watch.folder()).isEqualTo(root);

            folders.writeYaml("b", EnvironmentFolders.SMALLEST.formatted("b"));
            assertThat(next()).isEqualTo(new EnvironmentChange.Added("b"));
            assertThat(environments.find("b")).isPresent();

            folders.write("a", "look.py", "print(1)");
            assertThat(next()).isEqualTo(new EnvironmentChange.Changed("a"));
            assertThat(environments.get("a").filesDigest()).isEqualTo(EnvironmentFiles.digest(root.resolve("a")));
        }
    }

    private EnvironmentChange next() throws InterruptedException {
        EnvironmentChange change = changes.poll(60, TimeUnit.SECONDS);
        assertThat(change).as("a change is told").isNotNull();
        return change;
    }
}
