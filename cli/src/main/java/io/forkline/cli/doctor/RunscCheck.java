package io.forkline.cli.doctor;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.gvisor.GvisorConfig;
import io.forkline.sandbox.gvisor.Runsc;
import java.util.Map;

/** gVisor's program, for environments that ask for {@code isolation: gvisor}. */
final class RunscCheck implements Check {

    private final Map<String, String> env;

    RunscCheck(Map<String, String> env) {
        this.env = Map.copyOf(env);
    }

    @Override
    public String name() {
        return "gVisor";
    }

    @Override
    public Finding look() throws InterruptedException {
        try {
            Runsc runsc = Runsc.find(GvisorConfig.fromEnvironment(env));
            return new Finding.Good(runsc.described() + " (" + runsc.program() + ")");
        } catch (SandboxException | IllegalArgumentException e) {
            return new Finding.Lesser(
                    "no environment with isolation: gvisor runs here", "if you have one: " + e.getMessage());
        }
    }
}
