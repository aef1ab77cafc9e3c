package io.forkline.cli.service;

import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings file of a command that has a broker and a registry of its own. The file of a cluster's services does. */
public final class ConfigOption {

    /** Where a cluster is, how Forkline lies on it, and where its state is. */
    private static final Pattern OF_A_CLUSTER = Pattern.compile(
            "bootstrap\\.servers|schema\\.registry\\..*|kafka\\..*|topics\\..*|(planner|aggregator)\\.state\\.dir");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the services as KEY=VALUE lines. Those that name a cluster are not used here.")
    private @Nullable Path file;

    /**
     * The settings of a file.
     *
     * @param file null for none
     * @throws CommandException when it is not there
     * @throws io.forkline.schemas.settings.SettingsException when it cannot be read
     */
    public static Settings load(@Nullable Path file) {
        if (file != null && !Files.isRegularFile(file)) {
            throw CommandException.usage("there is no configuration file " + file.toAbsolutePath());
        }
        return file == null ? Settings.of(Map.of()) : Settings.load(file);
    }

    /**
     * What the file says of the services. All of it is checked; what is a cluster's is named on standard error and left out.
     *
     * @param overrides keys that the command's own options set
     * @throws io.forkline.schemas.settings.SettingsException when a key is unknown or a value cannot be used
     */
    public Map<String, String> settings(Host host, Map<String, String> overrides) {
        Settings all = load(file).with(overrides);
        ServiceSettings.from(all, ClusterConnection.from(all), host.env(), ServiceSettings.state(host.home()))
                .workers()
                .secrets()
                .requireDirectory();
        Map<String, String> used = new TreeMap<>(all.values());
        Map<String, String> unused = new TreeMap<>(used);
        used.keySet().removeIf(key -> OF_A_CLUSTER.matcher(key).matches());
        unused.keySet().removeAll(used.keySet());
        if (!unused.isEmpty()) {
            host.terminal()
                    .err()
                    .println("! not used, as this command has a broker, a registry and state of its own: "
                            + String.join(", ", unused.keySet()));
        }
        return used;
    }
}
