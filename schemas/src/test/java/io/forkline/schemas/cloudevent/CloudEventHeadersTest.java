package io.forkline.schemas.cloudevent;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CloudEventHeadersTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");

    @Test
    void sameJobAgainIsTheSameEvent() {
        assertThat(CloudEventHeaders.of(job(), "t.client", NOW).id()).isEqualTo("a");
    }

    @Test
    void replayIsAnEventOfItsOwn() {
        JobRequested replay = job();
        replay.setReplay(new Replay("again", null, List.of(), null, null));

        assertThat(CloudEventHeaders.of(replay, "t.client", NOW).id()).isEqualTo("a/again");
    }

    @Test
    void headersAreThoseOfTheKafkaBindingInPlaceOfOthersAndBesideTheRest() {
        Headers headers =
                new RecordHeaders().add("ce_id", new byte[] {1}).add("theirs", "x".getBytes(StandardCharsets.UTF_8));

        CloudEventHeaders.of(job(), "t.client", NOW).addTo(headers);

        assertThat(StreamSupport.stream(headers.spliterator(), false)
                        .map(each -> each.key() + "=" + new String(each.value(), StandardCharsets.UTF_8)))
                .containsExactly(
                        "theirs=x",
                        "ce_specversion=1.0",
                        "ce_id=a",
                        "ce_source=urn:forkline:t.client",
                        "ce_type=io.forkline.job.requested.v1",
                        "ce_subject=a",
                        "ce_time=2026-03-01T12:00:00.250Z",
                        "content-type=application/avro");
    }

    private static JobRequested job() {
        return JobRequested.newBuilder()
                .setJobId("a")
                .setEnvironment("review")
                .setTarget(Target.newBuilder().setKind(TargetKind.INLINE).build())
                .setDeadline(NOW)
                .build();
    }
}
