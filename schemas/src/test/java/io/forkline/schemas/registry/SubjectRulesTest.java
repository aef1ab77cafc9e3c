package io.forkline.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectRulesTest {

    private static final String STRATEGY = "schema.registry.subject.strategy";
    private static final Schema SCHEMA =
            SchemaBuilder.record("io.forkline.A").fields().endRecord();

    @Test
    void writersRegisterByTopicUnlessToldOtherwise() {
        assertThat(SubjectRules.from(Settings.of(Map.of()))).isEqualTo(SubjectRules.DEFAULT);
        assertThat(SubjectRules.DEFAULT.autoRegister()).isTrue();
        assertThat(SubjectRules.DEFAULT.strategy()).isEqualTo(SubjectStrategy.TOPIC_NAME);
    }

    @Test
    void bothKeysAreMapped() {
        Settings settings =
                Settings.of(Map.of("schema.registry.auto.register", "false", STRATEGY, "RecordNameStrategy"));

        SubjectRules rules = SubjectRules.from(settings);
        settings.refuseUnknown();

        assertThat(rules).isEqualTo(new SubjectRules(false, SubjectStrategy.RECORD_NAME));
    }

    @Test
    void badValuesAreExplained() {
        assertThatThrownBy(() -> SubjectRules.from(Settings.of(Map.of(STRATEGY, "topic"))))
                .isInstanceOf(SettingsException.class)
                .hasMessage(STRATEGY + "=topic cannot be used; accepted is TopicNameStrategy, RecordNameStrategy,"
                        + " TopicRecordNameStrategy");
        assertThatThrownBy(() -> SubjectRules.from(Settings.of(Map.of("schema.registry.auto.register", "off"))))
                .hasMessageContaining("true or false");
    }

    @ParameterizedTest
    @CsvSource({
        "TopicNameStrategy,t-value",
        "RecordNameStrategy,io.forkline.A",
        "TopicRecordNameStrategy,t-io.forkline.A",
        "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy,t-io.forkline.A"
    })
    void subjectIsNamedAsConfluentsSerializersNameIt(String strategy, String subject) {
        assertThat(SubjectStrategy.of(strategy).orElseThrow().subject("t", SCHEMA))
                .isEqualTo(subject);
    }
}
