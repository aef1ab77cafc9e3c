package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.IdentityContract;
import io.forkline.sandbox.contract.Specs;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalIdentityIT extends IdentityContract {

    private static final int PARKED = 4;

    @Override
    protected SandboxProvider open(Path home) throws SandboxException, InterruptedException {
        return LocalProvider.open(ForklineHome.at(home));
    }

    @Override
    protected void makeAhead(Snapshot snapshot, int forks) throws SandboxException, InterruptedException {
        ((LocalProvider) provider).park(snapshot, forks);
    }

    @Test
    void forksThatWereParkedTogetherDifferWhenTheyAreTakenOneAfterAnother() throws Exception {
        var code = "import os, random, socket, ssl, uuid;"
                + " print(*(f() for f in (socket.gethostname, random.random, uuid.uuid1, uuid.getnode)), ssl.RAND_bytes(8).hex())";
        makeAhead(snapshot, PARKED);
        var words = new HashSet<String>();

        for (var fork = 0; fork < PARKED; fork++) {
            try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
                assertThat(sandbox.stages().parked()).isTrue();
                words.addAll(List.of(run(sandbox, "python3", "-c", code)
                        .output()
                        .stdout()
                        .strip()
                        .split(" ")));
            }
        }

        assertThat(words).hasSize(5 * PARKED);
    }

    @Test
    void temporaryDirectoryHasTheSameNameAndIsEmptyEachTime() throws Exception {
        var found = python("import os, tempfile; d = tempfile.gettempdir(); print(d, os.listdir(d));"
                + " open(d + '/mine', 'x').close()");

        assertThat(found).containsOnly("/tmp []");
    }

    /** By which libraries tell that they have been forked; there are copies of OpenSSL that nobody can seed from outside. */
    @Test
    void processIdIsNotThatOfTheZygote() throws Exception {
        var spec = Specs.in(directory.resolve("pid"))
                .file("own.py", "import os\npid = os.getpid()\n")
                .preload("own")
                .spec();
        var built = provider.prepare(spec, BuildListener.SILENT);

        try (var sandbox = provider.fork(built, ForkOptions.of(built))) {
            for (var command = 0; command < 3; command++) {
                var result = run(sandbox, "python3", "-c", "import os, own; print(os.getpid() == own.pid)");
                assertThat(result.output().stdout()).isEqualTo("False\n");
            }
        }
    }

    @Test
    void generatorOfAModuleThatAsksToBeToldOfForksDiffers() throws Exception {
        var spec = Specs.in(directory.resolve("told"))
                .file(
                        "told.py",
                        "import os, random\nown = random.Random()\nos.register_at_fork(after_in_child=own.seed)\n")
                .preload("told")
                .spec();
        var built = provider.prepare(spec, BuildListener.SILENT);
        var drawn = new HashSet<String>();

        for (var fork = 0; fork < PARKED; fork++) {
            try (var sandbox = provider.fork(built, ForkOptions.of(built))) {
                drawn.add(run(sandbox, "python3", "-c", "import told; print(told.own.random())")
                        .output()
                        .stdout());
            }
        }

        assertThat(drawn).hasSize(PARKED).doesNotContain("");
    }
}
