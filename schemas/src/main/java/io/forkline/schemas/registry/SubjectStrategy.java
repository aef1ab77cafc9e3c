package io.forkline.schemas.registry;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
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

    /** The strategy of this name, as Confluent has it: the class's own, or with its package. Empty when there is none. */
    public static Optional<SubjectStrategy> of(String name) {
        return Arrays.stream(values())
                .filter(each -> name.equals(each.confluentName) || name.equals(CONFLUENT_PACKAGE + each.confluentName))
                .findFirst();
    }

    /** The names of all, without the package. */
    static String names() {
        return Arrays.stream(values()).map(each -> each.confluentName).collect(Collectors.joining(", "));
    }
}
