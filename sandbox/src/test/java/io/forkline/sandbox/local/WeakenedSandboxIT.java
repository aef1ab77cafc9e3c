package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.attack.Attempt;
import io.forkline.sandbox.attack.Battery;
import io.forkline.sandbox.attack.Outcome;
import io.forkline.sandbox.attack.Verdict;
import io.forkline.sandbox.contract.TestDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes a part of the confinement away, in a copy of the sandbox's programs, and sees that the escape battery tells. */
class WeakenedSandboxIT {

    private TestDirectory directory;

    @BeforeEach
    void create() throws IOException {
        directory = TestDirectory.create();
    }

    @AfterEach
    void delete() throws IOException {
        directory.close();
    }

    /**
     * A part that is missing.
     *
     * @param what for people
     * @param program one of the sandbox's programs
     * @param changes what is replaced in it, and by what
     * @param seen by attempt, a part of what the battery then says
     */
    record Missing(String what, String program, Map<String, String> changes, Map<String, String> seen) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Missing> missing() {
        return List.of(
                new Missing(
                        "filter of system calls",
                        "seccomp.py",
                        Map.of(
                                "policy.of_zygote(), bpf.fail(ENOSYS)", "{}, bpf.ALLOW",
                                "policy.of_forker()", "{}",
                                "policy.of_fork()", "{}"),
                        Map.of(
                                "leases", "others wait for it",
                                "sync", "the kernel got to look at it",
                                "other calls", "advising itself")),
                new Missing(
                        "read-only mounts",
                        "rootfs.py",
                        Map.of(
                                "kernel.ATTR_RDONLY | kernel.ATTR_NOSUID | kernel.ATTR_NODEV", "kernel.ATTR_NOSUID",
                                "if not os.statvfs(target).f_flag & os.ST_RDONLY", "if False"),
                        Map.of("write target", "the target was changed", "reopen", "the target was changed")),
                new Missing(
                        "limits of what a user has once",
                        "limits.py",
                        Map.of(
                                "_set(resource.RLIMIT_SIGPENDING, _PENDING_SIGNALS)", "pass",
                                // All forks together may have some, and the rest of this machine keeps its own.
                                "_set(resource.RLIMIT_MEMLOCK, _LOCKED_BYTES)",
                                        "_set(resource.RLIMIT_MEMLOCK, _LOCKED_BYTES)\n    _set(resource.RLIMIT_SIGPENDING, 4000)",
                                "_set(resource.RLIMIT_MSGQUEUE, _QUEUE_BYTES)", "pass",
                                "{\"max_inotify_instances\": \"8\", \"max_inotify_watches\": \"4096\"}", "{}"),
                        Map.of(
                                "inotify", "another fork: watches no longer",
                                "pending signals", "another fork: sets_timers no longer",
                                "message queues", "another fork: makes_a_queue no longer")));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void whatGetsThroughWhereAPartOfTheConfinementIsMissingIsReported(Missing missing) throws Exception {
        var program = RuntimeFiles.install(Files.createDirectories(directory.resolve("home/runtime")))
                .resolve("_forkline/" + missing.program());
        for (var change : missing.changes().entrySet()) {
            replace(program, change.getKey(), change.getValue());
        }

        try (var battery = Battery.open(directory.root())) {
            for (var seen : missing.seen().entrySet()) {
                var outcome = attempt(battery, seen.getKey());

                assertThat(outcome.verdict())
                        .as(seen.getKey() + ": " + outcome.why())
                        .isEqualTo(Verdict.NOT_HELD);
                assertThat(outcome.why()).contains(seen.getValue());
            }
        }
    }

    private static Outcome attempt(Battery battery, String name) throws Exception {
        var attempt = Battery.attempts().stream()
                .filter(each -> each.attack().name().equals(name) && each.kind() == SnapshotKind.MEMORY)
                .findFirst()
                .map(Attempt::attack)
                .orElseThrow();
        return battery.run(new Attempt(attempt, SnapshotKind.MEMORY));
    }

    private static void replace(Path program, String old, String replacement) throws IOException {
        var before = Files.readString(program);
        assertThat(before).contains(old);
        Files.writeString(program, before.replace(old, replacement));
    }
}
