package io.forkline.cli;

import io.forkline.cli.terminal.Terminal;
import io.forkline.sandbox.ForklineHome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Where a command runs.
 *
 * @param terminal what it writes to
 * @param env the variables of the process
 * @param root the folder of the launcher, which has the environments
 */
public record Host(Terminal terminal, Map<String, String> env, Path root) {

    public Host {
        env = Map.copyOf(env);
    }

    /** The launcher says where it is; without it, the current folder. */
    static Path rootFrom(Properties properties) {
        return Path.of(properties.getProperty("forkline.root", "")).toAbsolutePath();
    }

    /**
     * Where Forkline keeps things on this machine.
     *
     * @throws CommandException when the environment sets something that cannot be used
     */
    public ForklineHome home() {
        try {
            return ForklineHome.fromEnvironment(env);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        }
    }

    /** Folder for what lives only as long as a command. */
    public Path scratch() {
        return home().root().resolve("scratch");
    }

    /** The environments that come with the project. */
    public Path environments() {
        return root.resolve("environments");
    }
}
