package io.forkline.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What {@link SandboxProvider#prepare} promises. */
public abstract class BuildContract extends ProviderContract {

    @Test
    void theSameSpecIsBuiltOnce() throws Exception {
        var spec = specs(directory.resolve("twice"))
                .setup("date +%N > /opt/forkline/site/built")
                .spec();

        var first = provider.prepare(spec, BuildListener.SILENT);
        var again = provider.prepare(spec, BuildListener.SILENT);

        assertThat(again).isEqualTo(first);
        assertThat(provider.find(spec.id())).contains(first);
    }

    @Test
    void whatASetupInstallsIsInEveryForkAndReadableByPython() throws Exception {
        var spec = specs(directory.resolve("setup"))
                .file("tool.py", "ANSWER = 42\n")
                .setup(
                        "cp tool.py /opt/forkline/site/",
                        "mkdir -p /opt/data && echo data > /opt/data/file && chmod 4777 /opt/data/file")
                .verify("python3 -c 'import tool'")
                .preload("tool")
                .spec();
        var lines = new ArrayList<String>();

        var built = provider.prepare(spec, lines::add);

        assertThat(lines).contains("$ cp tool.py /opt/forkline/site/", "$ python3 -c 'import tool'");
        try (var sandbox = provider.fork(built, ForkOptions.of(built))) {
            var result = run(
                    sandbox,
                    "python3",
                    "-c",
                    "import tool, os; print(tool.ANSWER, oct(os.stat('/opt/data/file').st_mode))");
            assertThat(result.output().stdout()).isEqualTo("42 0o100755\n");
        }
    }

    @Test
    void filesThatHaveChangedSinceTheirDigestWasTakenAreNobodysSnapshot() throws Exception {
        var before = specs(directory.resolve("changed"))
                .file("tool.py", "ANSWER = 42\n")
                .filesAsTheyAre();
        before.file("tool.py", "ANSWER = 43\n");

        assertThatThrownBy(() -> provider.prepare(before.spec(), BuildListener.SILENT))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue())
                .hasMessageContaining("have changed since its id");
        assertThat(provider.find(before.spec().id())).isEmpty();

        before.file("tool.py", "ANSWER = 42\n").file("README.md", "Not in the id.\n");
        assertThat(provider.prepare(before.spec(), BuildListener.SILENT).id())
                .isEqualTo(before.spec().id());
    }

    @Test
    void setupThatFailsQuotesItsLastLinesAndLeavesNoSnapshot() throws Exception {
        var spec = specs(directory.resolve("failing"))
                .setup("echo first; echo 'no such package' >&2; exit 3")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessageContaining("exited with 3")
                .hasMessageContaining("no such package");
        assertThat(provider.find(spec.id())).isEmpty();
    }

    @Test
    void setupThatFindsTheDiskFullMayBeTriedAgain() {
        var spec = specs(directory.resolve("full"))
                .setup("head -c 1 /dev/zero > /dev/full")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue())
                .hasMessageContaining("found the disk full")
                .hasMessageContaining("No space left on device");
    }

    @Test
    void setupOverItsTimeIsStopped() {
        var spec = specs(directory.resolve("slow"))
                .setup("echo begun; sleep 600")
                .setupTimeout(Duration.ofSeconds(1))
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .hasMessageContaining("time limit")
                .hasMessageContaining("begun");
    }

    @Test
    void verificationThatFailsLeavesNoSnapshot() throws Exception {
        var spec = specs(directory.resolve("unverified"))
                .verify("echo not here; false")
                .spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT))
                .hasMessageContaining("echo not here; false")
                .hasMessageContaining("not here");
        assertThat(provider.find(spec.id())).isEmpty();
    }

    @Test
    void moduleThatCannotBePreloadedIsNamed() {
        var spec =
                specs(directory.resolve("no-module")).preload("no_such_module").spec();

        assertThatThrownBy(() -> provider.prepare(spec, BuildListener.SILENT)).hasMessageContaining("no_such_module");
    }

    @Test
    void moduleThatLeavesAThreadAChildOrADescriptorIsNamed() {
        var thread = specs(directory.resolve("thread"))
                .file(
                        "threads.py",
                        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()")
                .preload("threads")
                .spec();
        var child = specs(directory.resolve("child"))
                .file("children.py", "import subprocess\nsubprocess.Popen(['sleep', '600'])")
                .preload("children")
                .spec();
        var descriptor = specs(directory.resolve("descriptor"))
                .file("files.py", "left = open('/usr/bin/env')")
                .preload("files")
                .spec();

        assertThatThrownBy(() -> provider.prepare(thread, BuildListener.SILENT))
                .hasMessageContaining("preload of threads");
        assertThatThrownBy(() -> provider.prepare(child, BuildListener.SILENT))
                .hasMessageContaining("preload of children");
        assertThatThrownBy(() -> provider.prepare(descriptor, BuildListener.SILENT))
                .hasMessageContaining("preload of files");
    }
}
