package io.forkline.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What forks of one snapshot must not have in common, and the little that they have. The snapshot is as bad as can be: whatever can be
 * drawn from was drawn from before it was taken.
 */
public abstract class IdentityContract extends SnapshotContract {

    private static final String USED = """
            import multiprocessing, random, secrets, socket, ssl, tempfile, time, uuid

            random.random(), secrets.token_hex(), ssl.RAND_bytes(8), socket.gethostname()
            uuid.uuid1(), uuid.uuid4(), uuid.getnode()
            tempfile.gettempdir(), next(tempfile._get_candidate_names())
            multiprocessing.current_process().authkey
            own = random.Random()
            loaded = time.time()
            """;

    private final List<Sandbox> shared = new ArrayList<>();

    @BeforeAll
    void forkAhead() throws Exception {
        makeAhead(snapshot, 3);
        while (forksAreDear() && shared.size() < 2) {
            shared.add(fork());
        }
    }

    @Override
    protected Specs environment(Specs empty) {
        return empty.file("used.py", USED).preload("used");
    }

    @AfterAll
    void closeShared() {
        shared.forEach(Sandbox::close);
    }

    /** Whether all tests draw in the same two forks, where a fork costs much. Else each draw has three of its own. */
    protected boolean forksAreDear() {
        return false;
    }

    /** For providers that can: so many forks that wait for whoever comes. */
    protected void makeAhead(Snapshot snapshot, int forks) throws SandboxException, InterruptedException {}

    @Test
    void hostname() throws Exception {
        assertDiffer(python("import socket; print(socket.gethostname())"));
        assertDiffer(command("uname", "-n"));
        assertDiffer(command("cat", "/etc/hostname"));
        assertThat(command("sh", "-c", "test \"$(uname -n)\" = \"$(cat /etc/hostname)\" && echo same"))
                .containsOnly("same");
    }

    @Test
    void machineId() throws Exception {
        var ids = command("cat", "/etc/machine-id");

        assertDiffer(ids);
        assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void idsOfTheKernelAndOfTheHardwareAreNotThere() throws Exception {
        var files = "/proc/sys/kernel/random/boot_id /sys/class/dmi/id/product_uuid /sys/class/net/lo/address";

        assertThat(command("sh", "-c", "cat " + files + " 2> /dev/null; true")).containsOnly("");
    }

    @Test
    void randomModule() throws Exception {
        assertDiffer(python("import random; print(random.random())"));
        assertDiffer(python("import random; print(random.SystemRandom().random())"));
        assertDiffer(python("import random; print(random.Random().random())"));
    }

    @Test
    void randomBytesOfTheSystem() throws Exception {
        assertDiffer(python("import os; print(os.urandom(16).hex())"));
        assertDiffer(python("import secrets; print(secrets.token_hex())"));
        assertDiffer(command("sh", "-c", "od -An -tx1 -N16 /dev/urandom"));
    }

    /** OpenSSL has a generator of its own, which goes by process ids. */
    @Test
    void randomBytesOfOpenSsl() throws Exception {
        assertDiffer(python("import ssl; print(ssl.RAND_bytes(16).hex())"));
    }

    @Test
    void uuid1() throws Exception {
        assertDiffer(python("import uuid; print(uuid.uuid1())"));
        assertDiffer(python("import uuid; print(uuid.uuid1().node)"));
        assertDiffer(python("import uuid; print(uuid.getnode())"));
    }

    @Test
    void uuid4() throws Exception {
        assertDiffer(python("import uuid; print(uuid.uuid4())"));
    }

    @Test
    void numpyRandom() throws Exception {
        var numpy = withNumpy();

        assertDiffer(draw(numpy, "python3", "-c", "import numpy.random; print(numpy.random.random())"));
        assertDiffer(draw(numpy, "python3", "-c", "import numpy.random; print(numpy.random.default_rng().random())"));
    }

    @Test
    void keyBetweenProcessesOfMultiprocessing() throws Exception {
        assertDiffer(python("import multiprocessing; print(bytes(multiprocessing.current_process().authkey).hex())"));
    }

    @Test
    void temporaryNames() throws Exception {
        assertDiffer(python("import tempfile; print(tempfile.mkdtemp())"));
        assertDiffer(python("import tempfile; print(tempfile.NamedTemporaryFile().name)"));
        assertDiffer(command("mktemp"));
    }

    /** Process ids are the fork's own, and so may be those of another. With the host's name they are one fork's. */
    @Test
    void namesMadeOfHostnameAndProcessId() throws Exception {
        assertDiffer(python("import os, socket; print(f'{socket.gethostname()}-{os.getpid()}')"));
        assertDiffer(command("sh", "-c", "echo $(uname -n)-$$"));
    }

    /** The clock goes on: it is the host's, and not that of the snapshot. */
    @Test
    void namesMadeOfTheTime() throws Exception {
        var before = System.currentTimeMillis();

        var times = python("import time; print(time.time_ns())");

        assertDiffer(times);
        assertThat(times.stream().map(nanos -> Long.parseLong(nanos) / 1_000_000))
                .isSorted()
                .allMatch(millis -> before <= millis && millis <= System.currentTimeMillis());
    }

    @Test
    void hashSeedIsFixedAndTheSameInAllForksAndInWhatTheyStart() throws Exception {
        var seed = "import os; print(os.environ['PYTHONHASHSEED'], hash('forkline'))";

        var warm = python(seed);
        var started = command("sh", "-c", "python3 -c \"" + seed + "\"");

        assertThat(new HashSet<>(warm)).hasSize(1).isEqualTo(new HashSet<>(started));
        assertThat(warm.getFirst()).startsWith(SnapshotSpec.PYTHON_HASH_SEED + " ");
    }

    /** Not a promise but a hazard, kept here so that what is said of it stays true. */
    @Test
    void whatAModuleMadeForItselfBeforeTheSnapshotIsTheSameInAllForks() throws Exception {
        assertThat(new HashSet<>(python("import used; print(used.own.random(), used.loaded)")))
                .hasSize(1);
    }

    /** What Python prints, for each fork. */
    protected final List<String> python(String code) throws Exception {
        return draw(snapshot, "python3", "-c", code);
    }

    private List<String> command(String... command) throws Exception {
        return draw(snapshot, command);
    }

    /** What it prints in two forks that live at the same time, and in one that comes after them. */
    private List<String> draw(Snapshot from, String... command) throws Exception {
        var drawn = new ArrayList<String>();
        if (from.equals(snapshot) && !shared.isEmpty()) {
            for (var fork : shared) {
                drawn.add(run(fork, command).output().stdout().strip());
            }
            return drawn;
        }
        try (var one = provider.fork(from, ForkOptions.of(from));
                var other = provider.fork(from, ForkOptions.of(from))) {
            drawn.add(run(one, command).output().stdout().strip());
            drawn.add(run(other, command).output().stdout().strip());
        }
        try (var later = provider.fork(from, ForkOptions.of(from))) {
            drawn.add(run(later, command).output().stdout().strip());
        }
        return drawn;
    }

    private static void assertDiffer(List<String> drawn) {
        assertThat(drawn).doesNotContain("").doesNotHaveDuplicates();
    }

    private Snapshot withNumpy() throws Exception {
        var spec = specs(directory.resolve("numpy"))
                .file("drawn.py", "import numpy.random\nnumpy.random.random()\n")
                .preload("drawn")
                .spec();
        try {
            return provider.prepare(spec, BuildListener.SILENT);
        } catch (SandboxException missing) {
            if (missing.getMessage().contains("No module named 'numpy'")) {
                return abort("numpy is not installed for the interpreter");
            }
            throw missing;
        }
    }
}
