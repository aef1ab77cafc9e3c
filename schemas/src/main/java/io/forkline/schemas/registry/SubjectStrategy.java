package io.forkline.schemas.registry;

import io.forkline.schemas.settings.SettingsException;
import java.util.Arrays;
import org.apache.avro.Schema;

/** Under which subject the schema of a topic's values stands. The names are Confluent's. Readers go by the id alone, whatever this is. */
public enum SubjectStrategy {
    /** One schema for each topic; what registries and tools expect. */
    TOPIC_NAME("TopicNameStrategy") {
        @Override
        public String subject(String topic, Schema schema) {
            return topic + "-value";
        }
    },
    /** One schema for each record, on whatever topic and in whatever deployment. */
    RECORD_NAME("RecordNameStrategy") {
        @Override
        public String subject(String topic, Schema schema) {
            return schema.getFullName();
        }
    },
    /** One schema for each record of a topic. */
    TOPIC_RECORD_NAME("TopicRecordNameStrategy") {
        @Override
        public String subject(String topic, Schema schema) {
            return topic + "-" + schema.getFullName();
        }
    };

    private static final String CONFLUENT_PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String confluentName;

    SubjectStrategy(String confluentName) {
        this.confluentName = confluentName;
    }

    /** The subject of the values of a topic. */
    public abstract String subject(String topic, Schema schema);

    /**
     * The strategy of this name, as Confluent has it: the class's own, or with its package.
     *
     * @param key what it was set by
     * @throws SettingsException when there is none
     */
    public static SubjectStrategy of(String key, String value) {
        return Arrays.stream(values())
                .filter(each ->
                        value.equals(each.confluentName) || value.equals(CONFLUENT_PACKAGE + each.confluentName))
                .findFirst()
                .orElseThrow(() -> new SettingsException(key + "=" + value + " cannot be used; accepted is "
                        + String.join(
                                ", ",
                                Arrays.stream(values())
                                        .map(each -> each.confluentName)
                                        .toList())));
    }
}
