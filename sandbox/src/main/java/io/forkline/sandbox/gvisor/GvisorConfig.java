package io.forkline.sandbox.gvisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which {@code runsc} this host has, and how it is to work.
 *
 * @param program the program; empty to look for {@code runsc} on the {@code PATH}
 * @param platform how it meets the host's kernel; empty for its own choice
 */
public record GvisorConfig(Optional<Path> program, Optional<String> platform) {

    /** Variable with the path of the program. */
    public static final String PROGRAM = "FORKLINE_RUNSC";

    /** Variable with the platform. */
    public static final String PLATFORM = "FORKLINE_RUNSC_PLATFORM";

    private static final List<String> PLATFORMS = List.of("ptrace", "systrap", "kvm");

    public GvisorConfig {
        if (program.isPresent() && !program.get().isAbsolute()) {
            throw new IllegalArgumentException(PROGRAM + " is " + program.get() + "; give the absolute path of runsc");
        }
        if (platform.isPresent() && !PLATFORMS.contains(platform.get())) {
            throw new IllegalArgumentException(
                    PLATFORM + " is \"" + platform.get() + "\"; give one of " + String.join(", ", PLATFORMS));
        }
    }

    /**
     * What these variables say.
     *
     * @throws IllegalArgumentException when one of them has a bad value; the message says what it may be
     */
    public static GvisorConfig fromEnvironment(Map<String, String> env) {
        return new GvisorConfig(set(env, PROGRAM).map(Path::of), set(env, PLATFORM));
    }

    private static Optional<String> set(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
    }
}
