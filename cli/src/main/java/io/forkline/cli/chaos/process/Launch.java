package io.forkline.cli.chaos.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process is started, each time.
 *
 * @param variables instead of or beside those of this process
 * @param log where both its streams go, behind what is there
 */
record Launch(List<String> command, Map<String, String> variables, Path log) {

    Launch {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(variables);
        return builder.start();
    }
}
