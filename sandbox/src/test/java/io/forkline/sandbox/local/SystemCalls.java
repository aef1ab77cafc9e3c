package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the sandbox's programs know and decide about system calls. */
final class SystemCalls {

    static final Path PROGRAMS = Path.of("src/main/resources/io/forkline/sandbox/local/runtime");
    static final List<String> MACHINES = List.of("x86_64", "aarch64");

    private static final String TELL = """
            import json, sys
            sys.path.insert(0, sys.argv[1])
            from _forkline import arguments, bpf, policy, seccomp, syscalls
            def names(groups):
                listed = (each.split() if isinstance(each, str) else each for each in groups.values())
                return [name for group in listed for name in group]
            every_other = bpf.Switch(bpf.NUMBER, {number: bpf.fail(number % 7) for number in range(0, 2000, 2)}, bpf.ALLOW)
            print(json.dumps({
                "numbers": syscalls.NUMBERS,
                "groups": {
                    "allowed": names(policy.ALLOWED), "refused": names(policy.REFUSED), "absent": names(policy.ABSENT),
                    "ignored": names(policy.IGNORED),
                    "byArgument": names(arguments.BY_ARGUMENT), "forking": names(arguments.FORKING),
                    "notForARelay": names(policy.NOT_FOR_A_RELAY),
                },
                "zygote": {machine: seccomp.of_zygote(machine).hex() for machine in syscalls.NUMBERS},
                "fork": {machine: seccomp.of_fork(machine).hex() for machine in syscalls.NUMBERS},
                "relay": {machine: seccomp.of_relay(machine).hex() for machine in syscalls.NUMBERS},
                "everyOther": bpf.assemble(every_other).hex(),
            }))
            """;

    private final JsonNode told;

    private SystemCalls(JsonNode told) {
        this.told = told;
    }

    static SystemCalls read() throws IOException {
        var python = new ProcessBuilder("python3", "-B", "-c", TELL, PROGRAMS.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new SystemCalls(new ObjectMapper().readTree(python.getInputStream()));
    }

    /** The kernel's numbers on a machine, by name. */
    Map<String, Integer> numbers(String machine) {
        var numbers = new TreeMap<String, Integer>();
        for (var each : told.required("numbers").required(machine).properties()) {
            numbers.put(each.getKey(), each.getValue().intValue());
        }
        return numbers;
    }

    /** Names of the calls that a group of the policy lists. */
    List<String> group(String name) {
        var names = new ArrayList<String>();
        told.required("groups").required(name).forEach(each -> names.add(each.textValue()));
        return names;
    }

    BpfProgram ofZygote(String machine) {
        return new BpfProgram(told.required("zygote").required(machine).textValue());
    }

    BpfProgram ofFork(String machine) {
        return new BpfProgram(told.required("fork").required(machine).textValue());
    }

    BpfProgram ofRelay(String machine) {
        return new BpfProgram(told.required("relay").required(machine).textValue());
    }

    /** A program that refuses every even number up to 2000, longer than a branch reaches. */
    BpfProgram everyOther() {
        return new BpfProgram(told.required("everyOther").textValue());
    }
}
