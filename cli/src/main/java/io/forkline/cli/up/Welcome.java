package io.forkline.cli.up;

import io.forkline.cli.Host;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code up} says when it is ready: where everything is, and commands to try that work as they stand, wherever they are typed on this
 * machine.
 *
 * @param status where the services say how they are, and what they count
 * @param environments what jobs may name; empty where the services are somebody else's
 */
record Welcome(Host host, Infrastructure.Place place, Optional<String> status, Optional<Environments> environments) {

    private static final int INDENT = 19;
    private static final String DEFAULT_BROKER = "127.0.0.1:9092";
    private static final String DEFAULT_REGISTRY = "http://127.0.0.1:8081" + RegistryProcess.PATH;

    void print() {
        Terminal terminal = host.terminal();
        terminal.out().println();
        terminal.out().println(terminal.paint(Ink.BOLD, "Ready."));
        line("broker", place.bootstrapServers());
        line("schema registry", place.registryUrl());
        status.ifPresent(url -> {
            line("health", url + "/health/ready, " + url + "/health/live");
            line("metrics", url + "/metrics");
        });
        line("topics", topics());
        environments.ifPresent(
                known -> line("environments", names(known) + " in " + known.folder() + ", watched for changes"));
        line("data", place.data().toString());
        terminal.out().println();
        List<String> services = List.of("snapshot-service", "fork-worker", "aggregator");
        if (environments.isEmpty()) {
            terminal.out().println("Start the services, each in a terminal of its own:");
            services.forEach(service -> command(service));
        }
        terminal.out().println("Try in another terminal:");
        command("submit " + shown(host.root().resolve("examples/sample-project")), "--wait");
        command("jobs list");
        command("results");
        terminal.out().println();
        terminal.out().println("Ctrl-C stops it; the data stays.");
    }

    private void line(String name, String value) {
        Terminal terminal = host.terminal();
        List<String> lines = Text.wrap(value, Math.max(40, terminal.columns() - INDENT));
        terminal.out()
                .println("  " + terminal.paint(Ink.DIM, name) + " ".repeat(INDENT - 2 - name.length())
                        + lines.getFirst());
        lines.stream().skip(1).forEach(more -> terminal.out().println(" ".repeat(INDENT) + more));
    }

    private void command(String... words) {
        Path launcher = host.root().resolve("forkline");
        host.terminal()
                .out()
                .println("  " + shown(launcher) + " " + words[0] + cluster()
                        + Arrays.stream(words).skip(1).map(word -> " " + word).collect(Collectors.joining()));
    }

    /** As short as it works from here; from elsewhere, with the whole path. */
    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        String relative = path.startsWith(here) ? here.relativize(path).toString() : path.toString();
        String text = relative.equals("forkline") ? "./forkline" : relative;
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Nothing where it is the commands' own default. */
    private String cluster() {
        String broker = place.bootstrapServers();
        String registry = place.registryUrl();
        return (broker.equals(DEFAULT_BROKER) ? "" : " --bootstrap-servers " + broker)
                + (registry.equals(DEFAULT_REGISTRY) ? "" : " --schema-registry " + registry);
    }

    private static String topics() {
        String prefix = TopicLayout.DEFAULT.prefix();
        return Arrays.stream(ForklineTopic.values()).map(ForklineTopic::suffix).collect(Collectors.joining(", "))
                + "; each behind \"" + prefix + "\"";
    }

    private static String names(Environments environments) {
        return environments.list().isEmpty()
                ? "none"
                : environments.list().stream().map(Environment::name).collect(Collectors.joining(", "));
    }
}
