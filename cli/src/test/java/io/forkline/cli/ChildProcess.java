package io.forkline.cli;

import io.forkline.testsupport.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own; ended with the test. Its two streams go to one file. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** The command line in a JVM of its own. */
    public static ChildProcess forkline(Path folder, Map<String, String> env, String... arguments) throws IOException {
        return start(folder, env, commandLine(arguments));
    }

    /** What starts the command line in a JVM of its own. */
    public static List<String> commandLine(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dforkline.root=" + TestHost.PROJECT,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Any program, with these variables instead of or beside its parent's; an empty value takes one away. */
    public static ChildProcess start(Path folder, Map<String, String> env, List<String> command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().put("FORKLINE_HOME", TestHost.HOME.toString());
        env.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return new ChildProcess(builder.start(), output);
    }

    /** What it has written so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when it has written this. */
    public void awaitOutput(String text) {
        Await.until(
                "the process wrote \"" + text + "\"; it wrote: " + output(),
                java.time.Duration.ofSeconds(180),
                () -> output().contains(text) || !process.isAlive());
        if (!output().contains(text)) {
            throw new AssertionError("the process ended with " + process.exitValue() + " and wrote:\n" + output());
        }
    }

    /** Its exit code, when it has ended. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end, and wrote:\n" + output());
        }
        return process.exitValue();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
