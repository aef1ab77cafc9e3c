package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.run.Alarm;
import io.forkline.schemas.id.RunId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AlarmKeyTest {

    @ParameterizedTest
    @EnumSource
    void keyIsReadAsItWasWritten(Alarm.Kind kind) {
        AlarmKey key = new AlarmKey(new Alarm(START, kind), RunId.parse(RUN));

        assertThat(AlarmKey.of(key.toBytes())).isEqualTo(key);
    }

    @Test
    void keysAreOrderedByTimeThenByKind() {
        AlarmKey report = key(0, Alarm.Kind.REPORT, "b/1");
        AlarmKey result = key(0, Alarm.Kind.RESULT, "a/1");
        AlarmKey later = key(1, Alarm.Kind.REPORT, "a/1");

        assertThat(report.toBytes()).isLessThan(result.toBytes());
        assertThat(result.toBytes()).isLessThan(later.toBytes());
    }

    @Test
    void rangeOfATimeHoldsItsAlarmsAndNoOthers() {
        assertThat(AlarmKey.last(START))
                .isGreaterThan(key(0, Alarm.Kind.PURGE, "z/1").toBytes());
        assertThat(AlarmKey.last(START))
                .isLessThan(key(1, Alarm.Kind.REPORT, "a/1").toBytes());
        assertThat(AlarmKey.first(START))
                .isLessThan(key(0, Alarm.Kind.REPORT, "a/1").toBytes());
        assertThat(AlarmKey.first(START))
                .isGreaterThan(key(-1, Alarm.Kind.PURGE, "z/1").toBytes());
    }

    private static AlarmKey key(long afterMs, Alarm.Kind kind, String run) {
        return new AlarmKey(new Alarm(START.plusMillis(afterMs), kind), RunId.parse(run));
    }
}
