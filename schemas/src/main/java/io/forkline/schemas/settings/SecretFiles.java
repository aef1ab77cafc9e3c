package io.forkline.schemas.settings;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;

/** Kafka's provider of whole files, without the line end that an editor or {@code echo} puts behind a password. */
final class SecretFiles implements ConfigProvider {

    private final DirectoryConfigProvider files = new DirectoryConfigProvider();

    SecretFiles() {
        files.configure(Map.of());
    }

    @Override
    public ConfigData get(String path) {
        return stripped(files.get(path));
    }

    @Override
    public ConfigData get(String path, Set<String> names) {
        return stripped(files.get(path, names));
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing about it can be set.
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private static ConfigData stripped(ConfigData data) {
        return new ConfigData(data.data().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> file.getValue().replaceFirst("\\R+\\z", ""))));
    }
}
