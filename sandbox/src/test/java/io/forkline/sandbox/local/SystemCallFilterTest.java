package io.forkline.sandbox.local;

import static io.forkline.sandbox.local.BpfProgram.ALLOW;
import static io.forkline.sandbox.local.BpfProgram.KILL_PROCESS;
import static io.forkline.sandbox.local.BpfProgram.errno;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The filters' instructions, run here for every call there is. {@link SystemCallsIT} makes the calls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemCallFilterTest {

    private static final Map<String, Integer> ARCHITECTURES = Map.of("x86_64", 0xC000003E, "aarch64", 0xC00000B7);
    private static final List<Integer> OTHERS = List.of(0x40000003, 0x40000028, 0xC0000032, 0);
    private static final int X32 = 0x40000000;
    private static final int LAST_NUMBER = 2000;

    /** The call does nothing, and succeeds. */
    private static final int NOTHING = errno(0);

    private static final int EPERM = errno(1);
    private static final int EINVAL = errno(22);
    private static final int ENOSYS = errno(38);
    private static final int EPROTONOSUPPORT = errno(93);
    private static final int EAFNOSUPPORT = errno(97);

    private SystemCalls calls;

    @BeforeAll
    void read() throws Exception {
        calls = SystemCalls.read();
    }

    @Test
    void everyCallOfTheTablesIsDecidedAndDecidedOnce() {
        var known = new HashSet<String>();
        SystemCalls.MACHINES.forEach(
                machine -> known.addAll(calls.numbers(machine).keySet()));

        var decided = new ArrayList<String>();
        for (var group : List.of("allowed", "refused", "absent", "ignored", "byArgument", "forking")) {
            decided.addAll(calls.group(group));
        }

        assertThat(decided).containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @FieldSource("io.forkline.sandbox.local.SystemCalls#MACHINES")
    void filterOfAZygoteDecidesEveryNumberAsThePolicyDoesItsName(String machine) {
        var expected = new HashMap<Integer, Integer>();
        var numbers = calls.numbers(machine);
        Map.of("allowed", ALLOW, "refused", EPERM, "absent", ENOSYS, "ignored", NOTHING)
                .forEach((group, decision) -> {
                    for (var name : calls.group(group)) {
                        if (numbers.containsKey(name)) {
                            expected.put(numbers.get(name), decision);
                        }
                    }
                });
        var byArgument = new HashSet<Integer>();
        calls.group("byArgument").forEach(name -> byArgument.add(numbers.get(name)));
        calls.group("forking").forEach(name -> byArgument.add(numbers.get(name)));
        var filter = calls.ofZygote(machine);

        for (var number = 0; number <= LAST_NUMBER; number++) {
            var decision = filter.decide(ARCHITECTURES.get(machine), number);

            if (!byArgument.contains(number)) {
                assertThat(decision).as(machine + " " + number).isEqualTo(expected.getOrDefault(number, ENOSYS));
            }
        }
    }

    @ParameterizedTest
    @FieldSource("io.forkline.sandbox.local.SystemCalls#MACHINES")
    void filterOfAForkRefusesWhatForkingNeedsAndLeavesTheRestToTheZygotes(String machine) {
        var numbers = calls.numbers(machine);
        var refused = calls.group("forking").stream().map(numbers::get).toList();
        var filter = calls.ofFork(machine);

        for (var number = 0; number <= LAST_NUMBER; number++) {
            var decision = filter.decide(ARCHITECTURES.get(machine), number);

            assertThat(decision).as(machine + " " + number).isEqualTo(refused.contains(number) ? EPERM : ALLOW);
        }
    }

    @ParameterizedTest
    @FieldSource("io.forkline.sandbox.local.SystemCalls#MACHINES")
    void filterOfARelayRefusesWhatOneOfAForkDoesAndProgramsListeningAndSignals(String machine) {
        var numbers = calls.numbers(machine);
        var refused = new ArrayList<Integer>();
        calls.group("forking").forEach(name -> refused.add(numbers.get(name)));
        calls.group("notForARelay").forEach(name -> refused.add(numbers.get(name)));
        var filter = calls.ofRelay(machine);

        assertThat(refused).doesNotContainNull().contains(numbers.get("execve"), numbers.get("listen"));
        for (var number = 0; number <= LAST_NUMBER; number++) {
            var decision = filter.decide(ARCHITECTURES.get(machine), number);

            assertThat(decision).as(machine + " " + number).isEqualTo(refused.contains(number) ? EPERM : ALLOW);
        }
    }

    @Test
    void callsInTheNumberingOfX32DoNotExist() {
        var filter = calls.ofZygote("x86_64");

        for (var number = 0; number <= LAST_NUMBER; number++) {
            assertThat(filter.decide(ARCHITECTURES.get("x86_64"), number | X32)).isEqualTo(ENOSYS);
        }
        assertThat(filter.decide(ARCHITECTURES.get("x86_64"), -1)).isEqualTo(ENOSYS);
    }

    @ParameterizedTest
    @FieldSource("io.forkline.sandbox.local.SystemCalls#MACHINES")
    void callInTheNumberingOfAnotherArchitectureEndsTheProcess(String machine) {
        var others = new ArrayList<>(OTHERS);
        others.addAll(ARCHITECTURES.values());
        others.remove(ARCHITECTURES.get(machine));

        for (var other : others) {
            for (var number : List.of(0, 1, 39, 172, LAST_NUMBER)) {
                assertThat(calls.ofZygote(machine).decide(other, number)).isEqualTo(KILL_PROCESS);
                assertThat(calls.ofFork(machine).decide(other, number)).isEqualTo(KILL_PROCESS);
            }
        }
    }

    /** Arguments in hexadecimal. */
    @ParameterizedTest
    @CsvSource({
        "clone,       11,                  ALLOW", // as fork does
        "clone,       3d0f00,              ALLOW", // as pthread_create does
        "clone,       8011,                EPERM", // CLONE_PARENT
        "clone,       20011,               EPERM",
        "clone,       2000011,             EPERM",
        "clone,       4000011,             EPERM",
        "clone,       8000011,             EPERM",
        "clone,       10000011,            EPERM",
        "clone,       20000011,            EPERM",
        "clone,       40000011,            EPERM",
        "clone,       ffffffff10000011,    EPERM",
        "socket,      1 1 0,               ALLOW",
        "socket,      1 5 7,               ALLOW",
        "socket,      2 1 0,               ALLOW",
        "socket,      a 80801 6,           ALLOW",
        "socket,      2 2 11,              ALLOW",
        "socket,      2 2 1,               EPROTONOSUPPORT",
        "socket,      2 1 84,              EPROTONOSUPPORT",
        "socket,      2 1 106,             EPROTONOSUPPORT",
        "socket,      2 3 1,               EPERM",
        "socket,      2 a 0,               EPERM",
        "socket,      10 3 0,              ALLOW",
        "socket,      10 3 4,              EPROTONOSUPPORT",
        "socket,      10 3 10,             EPROTONOSUPPORT",
        "socket,      11 3 0,              EAFNOSUPPORT",
        "socket,      26 5 0,              EAFNOSUPPORT",
        "socket,      28 1 0,              EAFNOSUPPORT",
        "socket,      0 1 0,               EAFNOSUPPORT",
        "socket,      1_0000_0028 1 0,     EAFNOSUPPORT",
        "socketpair,  1 5 0,               ALLOW",
        "socketpair,  1e 1 0,              EAFNOSUPPORT",
        "ioctl,       0 5401,              ALLOW",
        "ioctl,       0 5412,              EPERM",
        "ioctl,       0 1_0000_5412,       EPERM",
        "ioctl,       0 541c,              EPERM",
        "ioctl,       0 5423,              EPERM",
        "fcntl,       3 1,                 ALLOW", // F_GETFD
        "fcntl,       3 406,               ALLOW", // F_DUPFD_CLOEXEC
        "fcntl,       3 400,               EPERM", // F_SETLEASE
        "fcntl,       3 1_0000_0400,       EPERM",
        "fcntl,       3 402,               EPERM", // F_NOTIFY
        "fcntl,       3 410,               EPERM", // F_SETDELEG
        "prlimit64,   0 7 1000,            ALLOW", // RLIMIT_NOFILE
        "prlimit64,   0 4 0 1000,          ALLOW", // RLIMIT_CORE, to read
        "prlimit64,   0 4 1000,            NOTHING",
        "prlimit64,   0 4 1_0000_0000,     NOTHING", // a pointer of which half is 0
        "prlimit64,   0 1_0000_0004 1000,  NOTHING",
        "setrlimit,   7 1000,              ALLOW",
        "setrlimit,   4 1000,              NOTHING",
        "prctl,       f,                   ALLOW",
        "prctl,       4,                   ALLOW",
        "prctl,       53564d41,            ALLOW",
        "prctl,       23,                  EINVAL", // PR_SET_MM
        "prctl,       3b,                  EINVAL", // PR_SET_SYSCALL_USER_DISPATCH
        "prctl,       7fffffff,            EINVAL",
        "personality, ffffffff,            ALLOW",
        "personality, 0,                   ALLOW",
        "personality, 400000,              EPERM", // READ_IMPLIES_EXEC
        "unshare,     20000000,            ALLOW",
        "unshare,     5c020000,            ALLOW",
        "unshare,     2000000,             EPERM", // CLONE_NEWCGROUP
        "unshare,     80,                  EPERM", // CLONE_NEWTIME
        "setns,       3 20000000,          ALLOW",
        "setns,       3 2000000,           EPERM",
        "setns,       3 0,                 EPERM",
    })
    void callsOfWhichOnlySomeAreLetThrough(String name, String arguments, String decision) {
        var expected = Map.of(
                "ALLOW",
                ALLOW,
                "NOTHING",
                NOTHING,
                "EPERM",
                EPERM,
                "EINVAL",
                EINVAL,
                "EPROTONOSUPPORT",
                EPROTONOSUPPORT,
                "EAFNOSUPPORT",
                EAFNOSUPPORT);
        var given = Pattern.compile(" ")
                .splitAsStream(arguments.replace("_", ""))
                .mapToLong(each -> Long.parseUnsignedLong(each, 16))
                .toArray();

        for (var machine : SystemCalls.MACHINES) {
            var number = calls.numbers(machine).get(name);

            var decided = calls.ofZygote(machine).decide(ARCHITECTURES.get(machine), number, given);

            assertThat(decided).isEqualTo(expected.get(decision));
        }
    }

    @Test
    void programThatIsLongerThanABranchReachesDecidesRight() {
        var program = calls.everyOther();

        for (var number = 0; number < LAST_NUMBER; number++) {
            assertThat(program.decide(0, number)).isEqualTo(number % 2 == 0 ? errno(number % 7) : ALLOW);
        }
        assertThat(program.decide(0, -1)).isEqualTo(ALLOW);
    }

    @ParameterizedTest
    @CsvSource({"x86_64,  /usr/include/x86_64-linux-gnu/asm/unistd_64.h", "aarch64, /usr/include/asm-generic/unistd.h"})
    void numbersAreThoseOfTheKernelsHeaders(String machine, String header) throws Exception {
        assumeTrue(Files.exists(Path.of(header)), "needs " + header);
        var theirs = defined(Path.of(header));
        var ours = calls.numbers(machine);

        ours.keySet().retainAll(theirs.keySet());

        assertThat(ours).hasSizeGreaterThan(280);
        for (var name : ours.keySet()) {
            assertThat(ours.get(name)).as(name).isEqualTo(theirs.get(name));
        }
    }

    /** Those that differ between 32 and 64 bits have a prefix of their own in the generic table. */
    private static Map<String, Integer> defined(Path header) throws IOException {
        var numbers = new HashMap<String, Integer>();
        var definition = Pattern.compile("#define __NR(?:3264)?_(\\w+)\\s+(\\d+)");
        for (var line : Files.readAllLines(header)) {
            var found = definition.matcher(line);
            if (found.lookingAt()) {
                numbers.put(found.group(1), Integer.valueOf(found.group(2)));
            }
        }
        return numbers;
    }
}
