package io.forkline.cli.chaos.process;

import io.forkline.cli.chaos.plan.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line and the variables of each process.
 *
 * @param root the folder of the launcher
 * @param model where the lead finds its model
 * @param port of the broker
 */
record Launches(ChaosFolder folder, Path root, String model, int port) {

    private static final String ENVIRONMENTS = "--environments";
    private static final String STATE = "--state-dir";

    Launch of(Target target) {
        String environments = folder.environments().toString();
        String state = folder.state().toString();
        List<String> arguments = switch (target) {
            case BROKER ->
                List.of("chaos-broker", "--data", folder.kafka().toString(), "--port", Integer.toString(port));
            case SNAPSHOT_SERVICE -> service("snapshot-service", ENVIRONMENTS, environments, STATE, state);
            case FORK_WORKER_1, FORK_WORKER_2 -> service("fork-worker", ENVIRONMENTS, environments);
            case AGGREGATOR -> service("aggregator", STATE, state);
        };
        return new Launch(
                JavaProgram.command(root, arguments), variables(), folder.logs().resolve(target.label() + ".log"));
    }

    private List<String> service(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", folder.settings().toString()));
        return all;
    }

    /** With a key and an address of its own, so that no model of the user's is ever asked. */
    private Map<String, String> variables() {
        return new HashMap<>(
                Map.of("FORKLINE_HOME", folder.home().toString(), "OPENAI_API_KEY", "chaos", "OPENAI_BASE_URL", model));
    }
}
