package io.forkline.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program on the PATH that some commands need.
 *
 * @param name the program
 * @param need what needs it
 */
record ToolCheck(String name, String need) implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Override
    public Finding look() throws InterruptedException {
        Optional<Program.Ended> ended = Program.run(PATIENCE, List.of(name, "--version"));
        return ended.filter(Program.Ended::well)
                .<Finding>map(well -> new Finding.Good(
                        well.output().lines().findFirst().orElse("").strip()))
                .orElseGet(() -> new Finding.Lesser("not on the PATH", "install " + name + ": " + need));
    }
}
