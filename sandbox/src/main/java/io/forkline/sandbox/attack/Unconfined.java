package io.forkline.sandbox.attack;

import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandStages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the program of an attack as a plain process of this user, to see that it works where nothing holds it. */
final class Unconfined {

    private Unconfined() {}

    static CommandResult run(Path python, Path programs, Attack attack, Map<String, String> variables)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(python.toString(), programs.resolve(attack.program()).toString()));
        command.addAll(attack.arguments());
        var output = Files.createTempFile(programs, "unconfined", ".out");
        var begun = System.nanoTime();
        var builder = new ProcessBuilder(command)
                .directory(programs.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        var process = builder.start();
        try {
            var ended = process.waitFor(attack.timeout().toMillis(), TimeUnit.MILLISECONDS);
            var said = Files.readString(output, StandardCharsets.UTF_8);
            return new CommandResult.Exited(
                    ended ? process.exitValue() : -1,
                    new CommandResult.Output(said, ""),
                    CommandStages.of(Duration.ZERO, Duration.ofNanos(System.nanoTime() - begun)));
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(output);
        }
    }
}
