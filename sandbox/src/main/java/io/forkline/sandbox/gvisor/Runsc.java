package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.SandboxException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * gVisor's program, as it is on this host now.
 *
 * @param program where it is
 * @param version what it says of itself, for example {@code 0.0~20221219.0}
 * @param platform how it is to meet the host's kernel; empty for its own choice
 */
public record Runsc(Path program, String version, Optional<String> platform) {

    private static final String REMEDY = "install it (Debian: apt install runsc; elsewhere:"
            + " https://gvisor.dev/docs/user_guide/install), or name it with " + GvisorConfig.PROGRAM;
    private static final String VERSION = "runsc version ";
    private static final int PATIENCE_SECONDS = 20;

    /**
     * Looks for it, and asks it for its version.
     *
     * @throws SandboxException permanent when it is not there or does not run, with what to do
     */
    public static Runsc find(GvisorConfig config) throws SandboxException, InterruptedException {
        var program = program(config)
                .orElseThrow(() -> SandboxException.permanent(
                        config.program()
                                        .map(named -> named + " is no program")
                                        .orElse("gVisor's runsc is not on the PATH")
                                + "; " + REMEDY + ".",
                        null));
        return new Runsc(program, version(program), config.platform());
    }

    static Optional<Path> program(GvisorConfig config) {
        return config.program().isPresent() ? config.program().filter(Files::isExecutable) : onThePath();
    }

    /** For people: its version and platform. */
    public String described() {
        return "runsc " + version + ", platform " + platform.orElse("of its own choice");
    }

    /** Where a daemon's path is short, what administrators install is missed. */
    private static Optional<Path> onThePath() {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(
                        Stream.of(path.split(File.pathSeparator)).filter(directory -> directory.startsWith("/")),
                        Stream.of("/usr/local/bin", "/usr/bin", "/usr/sbin"))
                .map(directory -> Path.of(directory, "runsc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String version(Path program) throws SandboxException, InterruptedException {
        try {
            var process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            try {
                process.getOutputStream().close();
                if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return version(
                            program, new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException unusable) {
            throw SandboxException.permanent(program + " does not run (" + unusable.getMessage() + ")", unusable);
        }
        throw SandboxException.permanent(program + " does not say its version; " + REMEDY + ".", null);
    }

    private static String version(Path program, String said) throws SandboxException {
        return said.lines()
                .filter(line -> line.startsWith(VERSION))
                .map(line -> line.substring(VERSION.length()).strip())
                .findFirst()
                .orElseThrow(() -> SandboxException.permanent(program + " is not runsc; " + REMEDY + ".", null));
    }
}
