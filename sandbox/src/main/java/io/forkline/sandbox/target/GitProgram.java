package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the git program: without hooks, without asking anybody for a password, over known protocols only, bounded in time and in the size
 * of what it writes. Its own configuration (proxies, certificates, credential helpers) stays in force. Output goes to files, so
 * that waiting for it can be interrupted.
 */
final class GitProgram {

    /** Set inside a hook, or by a person for another repository. */
    private static final List<String> OF_ANOTHER_REPOSITORY = List.of(
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_COMMON_DIR",
            "GIT_NAMESPACE");

    private static final Map<String, String> ASK_NOBODY = Map.of(
            "GIT_TERMINAL_PROMPT", "0",
            "GCM_INTERACTIVE", "never",
            "GIT_ALLOW_PROTOCOL", "https:http:ssh:file",
            "LC_ALL", "C",
            "LANGUAGE", "C");

    private static final List<String> OPTIONS = List.of(
            "-c", "core.hooksPath=/dev/null",
            "-c", "core.askPass=",
            "-c", "gc.auto=0",
            "-c", "maintenance.auto=false",
            // One pack rather than loose objects: the bound on the size of a file is one on the whole then.
            "-c", "fetch.unpackLimit=1");

    private static final List<String> TROUBLE_THAT_PASSES = List.of(
            "could not resolve host",
            "temporary failure in name resolution",
            "connection refused",
            "connection reset",
            "connection timed out",
            "operation timed out",
            "failed to connect",
            "network is unreachable",
            "no space left on device",
            "early eof",
            "returned error: 429",
            "returned error: 50");

    private final Path directory;
    private final Duration timeout;
    private final long maxFileBytes;
    private final String target;

    /**
     * @param directory where it works and leaves its output; there may be a repository in it
     * @param timeout for one call
     * @param maxFileBytes bound on each file that it writes
     * @param target what messages call the repository
     */
    GitProgram(Path directory, Duration timeout, long maxFileBytes, String target) {
        this.directory = directory;
        this.timeout = timeout;
        this.maxFileBytes = maxFileBytes;
        this.target = target;
    }

    /** Runs it with nothing on its input. Returns the file that its output is in. */
    Path run(String... arguments) throws SandboxException, InterruptedException {
        return run(Path.of("/dev/null"), arguments);
    }

    /** Runs it with a file as its input. Returns the file that its output is in. */
    Path run(Path input, String... arguments) throws SandboxException, InterruptedException {
        try {
            Path output = Files.createTempFile(directory, arguments[0], ".out");
            Path errors = Files.createTempFile(directory, arguments[0], ".err");
            Process process = start(input, output, errors, arguments);
            int exit = waitFor(process);
            if (exit != 0) {
                throw failure(
                        exit, Files.readString(errors, StandardCharsets.UTF_8).strip());
            }
            return output;
        } catch (IOException e) {
            throw SandboxException.permanent(
                    target + " needs the git program, which cannot be started; install git: " + e.getMessage(), e);
        }
    }

    private Process start(Path input, Path output, Path errors, String... arguments) throws IOException {
        // ulimit counts in blocks of 512 bytes.
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", "ulimit -f \"$0\" && exec git \"$@\"", Long.toString(maxFileBytes / 512 + 1)));
        command.addAll(OPTIONS);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeAll(OF_ANOTHER_REPOSITORY);
        builder.environment().putAll(ASK_NOBODY);
        builder.environment().putIfAbsent("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        return builder.start();
    }

    private int waitFor(Process process) throws SandboxException, InterruptedException {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            throw SandboxException.retryable(target + " took longer than " + timeout.toSeconds() + " s to fetch", null);
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        // Its helpers (remote-https, index-pack) do not end with it by themselves.
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private SandboxException failure(int exit, String errors) {
        String lower = errors.toLowerCase(Locale.ROOT);
        if (exit == 127) {
            return SandboxException.permanent(target + " needs the git program; install git", null);
        }
        if (exit == 128 + 25 || lower.contains("signal 25") || lower.contains("file too large")) {
            return SandboxException.permanent(
                    target + " has more than the limit for a target allows; raise it with --max-target-size", null);
        }
        String message = target + " cannot be fetched: git says: " + Pins.withoutPassword(complaint(errors));
        return TROUBLE_THAT_PASSES.stream().anyMatch(lower::contains)
                ? SandboxException.retryable(message, null)
                : SandboxException.permanent(message, null);
    }

    /** What went wrong, without the advice that git adds to it. */
    private static String complaint(String errors) {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        List<String> complaints = lines.stream()
                .filter(line -> line.matches("(fatal|error|remote):.*"))
                .toList();
        return (complaints.isEmpty() ? lines : complaints).stream().limit(3).collect(Collectors.joining("; "));
    }
}
