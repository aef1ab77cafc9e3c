package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** In a process that is started for it, which has fewer stages: nobody but the caller sees its end. */
record ProcessWay(Kind kind, List<String> command) implements Way {

    private static final File NOTHING = new File("/dev/null");

    /** The interpreter itself. */
    static ProcessWay subprocess(Path python) {
        return new ProcessWay(Kind.SUBPROCESS, with(List.of(python.toString())));
    }

    /** All namespaces of its own, the host's files to read. */
    static ProcessWay bwrap(Path bwrap, Path python) {
        return new ProcessWay(
                Kind.BWRAP,
                with(List.of(
                        bwrap.toString(),
                        "--unshare-all",
                        "--die-with-parent",
                        "--ro-bind",
                        "/",
                        "/",
                        "--proc",
                        "/proc",
                        "--dev",
                        "/dev",
                        python.toString())));
    }

    private static List<String> with(List<String> interpreter) {
        List<String> command = new ArrayList<>(interpreter);
        command.addAll(Script.ARGUMENTS);
        return List.copyOf(command);
    }

    @Override
    public Round once() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(NOTHING).redirectErrorStream(true);
        long called = System.nanoTime();
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            long had = System.nanoTime();
            if (exitCode != 0) {
                throw CommandException.failed(
                        command.getFirst() + " ended with exit status " + exitCode + ": " + output.strip(), null);
            }
            long first = Script.firstInstruction(output);
            return new Round(
                    false,
                    Map.of(
                            Stage.FIRST_INSTRUCTION, first - called,
                            Stage.RUN, had - first,
                            Stage.WHOLE, had - called));
        } finally {
            process.destroyForcibly();
        }
    }
}
