package io.forkline.cli;

import io.forkline.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The command line as a user has it, with a home of its own, and both streams kept. */
public final class TestHost {

    /** The top of the project, where the launcher is. */
    public static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    /** A home that tests share, so that the base of their snapshots is made once. */
    public static final Path HOME =
            Path.of(System.getProperty("forkline.test.home", "target/it-home")).toAbsolutePath();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Host host;

    public TestHost(Path home) {
        this(home, PROJECT, false, 100);
    }

    public TestHost(Path home, Path root, boolean terminal, int columns) {
        this(home, root, terminal, columns, Map.of());
    }

    /** With further variables; of those of the process, none that are about a model are left. */
    public TestHost(Path home, Map<String, String> variables) {
        this(home, PROJECT, false, 100, variables);
    }

    private TestHost(Path home, Path root, boolean terminal, int columns, Map<String, String> variables) {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.put("FORKLINE_HOME", home.toString());
        env.remove("OPENAI_API_KEY");
        env.remove("OPENAI_BASE_URL");
        env.putAll(variables);
        this.host = new Host(
                new Terminal(stream(out), stream(err), terminal, terminal, terminal, true, columns), env, root);
    }

    public Host host() {
        return host;
    }

    /** Runs a command as the program would. Returns its exit code. */
    public int execute(String... arguments) {
        return ForklineCommand.commandLine(host, new Failures(host.terminal(), Stop.never()))
                .execute(arguments);
    }

    /** What it wrote to standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What it wrote to standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
