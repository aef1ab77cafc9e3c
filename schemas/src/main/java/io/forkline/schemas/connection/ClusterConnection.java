package io.forkline.schemas.connection;

import io.forkline.schemas.registry.ConfluentSchemaRegistry;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.registry.SubjectRules;
import io.forkline.schemas.registry.Subjects;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where the cluster and the registry are, and how Forkline lies on them. Keys: {@code bootstrap.servers}, {@code
 * schema.registry.url}, {@code schema.registry.client.*} (Confluent's client), {@code schema.registry.auto.register}, {@code
 * schema.registry.subject.strategy}, {@code topics.prefix}, {@code topics.partitions.jobs|environments|tasks}, {@code topics.replication.factor}, {@code kafka.*} (every Kafka client).
 *
 * @param bootstrapServers host:port, with commas between
 * @param registryUrl {@code mock://NAME} or {@code http(s)://...}, with commas between; may hold a password, so show {@link
 *     #shownRegistry}
 * @param registryProperties properties of Confluent's client; may hold secrets
 * @param subjects how writers deal with the registry
 * @param layout names and partitions
 * @param clientProperties properties of every Kafka client, by Kafka's names; may hold secrets
 */
public record ClusterConnection(
        String bootstrapServers,
        String registryUrl,
        Map<String, String> registryProperties,
        SubjectRules subjects,
        TopicLayout layout,
        Map<String, String> clientProperties) {

    /** Where {@code forkline up} has its registry, so that a cluster in a few terminals needs no options. */
    private static final String DEFAULT_REGISTRY = "http://localhost:8081/apis/ccompat/v7";

    private static final int MOST_PARTITIONS = 10_000;

    public ClusterConnection {
        registryProperties = Map.copyOf(registryProperties);
        clientProperties = Map.copyOf(clientProperties);
    }

    /** With a registry whose writers register, by topic. */
    public ClusterConnection(
            String bootstrapServers,
            String registryUrl,
            Map<String, String> registryProperties,
            TopicLayout layout,
            Map<String, String> clientProperties) {
        this(bootstrapServers, registryUrl, registryProperties, SubjectRules.DEFAULT, layout, clientProperties);
    }

    /**
     * Takes its keys from the settings.
     *
     * @throws SettingsException when a value cannot be used
     */
    public static ClusterConnection from(Settings settings) {
        Map<String, String> kafka = settings.behind("kafka.");
        if (kafka.containsKey("bootstrap.servers")) {
            throw new SettingsException("kafka.bootstrap.servers is not used; name the brokers in bootstrap.servers");
        }
        TopicLayout layout = TopicLayout.DEFAULT;
        try {
            return new ClusterConnection(
                    settings.text("bootstrap.servers", "localhost:9092"),
                    settings.text("schema.registry.url", DEFAULT_REGISTRY),
                    settings.behind("schema.registry.client."),
                    SubjectRules.from(settings),
                    new TopicLayout(
                            settings.text("topics.prefix", layout.prefix()),
                            settings.integer("topics.partitions.jobs", layout.jobPartitions(), 1, MOST_PARTITIONS),
                            settings.integer(
                                    "topics.partitions.environments",
                                    layout.environmentPartitions(),
                                    1,
                                    MOST_PARTITIONS),
                            settings.integer("topics.partitions.tasks", layout.taskPartitions(), 1, MOST_PARTITIONS),
                            (short) settings.integer("topics.replication.factor", layout.replicationFactor(), -1, 100)),
                    kafka);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()));
        }
    }

    /** What every Kafka client of this process is configured with; a fresh map. */
    public Map<String, Object> kafkaProperties() {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /**
     * A client of the registry; the caller closes it.
     *
     * @throws SettingsException when it does not take its properties
     */
    public SchemaRegistry openRegistry() {
        try {
            return ConfluentSchemaRegistry.connect(registryUrl, registryProperties, subjects.autoRegister());
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What the registry has under its subjects; the caller closes it.
     *
     * @throws SettingsException when the client does not take its properties
     */
    public Subjects openSubjects() {
        try {
            return Subjects.connect(registryUrl, registryProperties);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()));
        }
    }

    /** The subject of the values of a topic that has public records. */
    public String subject(ForklineTopic topic) {
        return subjects.strategy().subject(layout.name(topic), schema(topic));
    }

    /** The schema of the values of a topic that has public records, as this version of Forkline has it. */
    public static Schema schema(ForklineTopic topic) {
        return SpecificData.get().getSchema(topic.valueType().orElseThrow());
    }

    /** The registry's address without the password that it may hold. */
    public String shownRegistry() {
        return Subjects.shown(registryUrl);
    }

    /** The codec of a topic's values. */
    public <T extends SpecificRecord> RecordCodec<T> codec(
            SchemaRegistry registry, ForklineTopic topic, Class<T> valueType) {
        if (!topic.valueType().filter(valueType::equals).isPresent()) {
            throw new IllegalArgumentException(topic + " does not carry " + valueType.getSimpleName());
        }
        return new RecordCodec<>(registry, valueType, layout.name(topic), subjects.strategy());
    }

    /** Without the values of the client properties, nor what a URL says of a user: both may be secrets. */
    @Override
    public String toString() {
        return "ClusterConnection[bootstrapServers=" + bootstrapServers + ", registryUrl=" + shownRegistry()
                + ", registryProperties=" + registryProperties.keySet() + ", subjects=" + subjects + ", layout="
                + layout
                + ", clientProperties=" + clientProperties.keySet() + "]";
    }
}
