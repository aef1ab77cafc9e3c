package io.forkline.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import io.forkline.cli.deadletters.Redriver.Outcome;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.deadletter.Redrives;
import io.forkline.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RedriverTest {

    private static final Verdict.Send SEND = new Verdict.Send("forkline.jobs", OptionalInt.of(0), new Redrives(2));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Redriver redriver = new Redriver(producer);
    private final TestHost host = new TestHost(Path.of("unused"));

    @Test
    void aRecordGoesOutAsItCameWithItsCount() throws Exception {
        Letter letter = Letters.letter(Letters.SAID);

        Outcome outcome = redriver.send(letter, SEND);

        assertThat(outcome).isEqualTo(new Outcome.Written("forkline.jobs", 0, 0));
        assertThat(producer.history())
                .containsExactly(new ProducerRecord<>(
                        "forkline.jobs",
                        0,
                        letter.key(),
                        letter.value(),
                        new RecordHeaders().add("forkline-redrives", Letters.bytes("2"))));
    }

    @Test
    void aRecordThatTheTopicDoesNotTakeHoldsUpNoOther() throws Exception {
        producer.sendException = new RecordTooLargeException("too large");

        assertThat(redriver.send(Letters.letter(Letters.SAID), SEND))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("larger than its topic takes", "too large"));
    }

    @Test
    void aClusterThatDoesNotAnswerEndsIt() throws Exception {
        producer.sendException = new TimeoutException("no answer");

        assertThat(redriver.send(Letters.letter(Letters.SAID), SEND)).isInstanceOf(Outcome.Broken.class);
    }

    @Test
    void whoeverIsStoppedMidwayIsToldWhatIsDoneAndWhatIsNot() {
        List<LetterId> ids =
                LongStream.range(0, 20).mapToObj(i -> new LetterId(0, i)).toList();
        RedriveReport report = new RedriveReport(host.host().terminal(), ids);
        report.redriven(ids.get(0), new Outcome.Written("forkline.jobs", 0, 7), SEND);
        report.refused(ids.get(1), "gone");

        assertThat(report.stoppedAt(ids.get(2)))
                .isEqualTo("Stopped at 0-2, which may be redriven all the same; 1 redriven, 1 refused, 17 not tried:"
                        + " 0-3 0-4 0-5 0-6 0-7 0-8 0-9 0-10 0-11 0-12 ...");
        assertThat(report.stoppedAt(ids.get(19))).endsWith("0 not tried");
    }

    @Test
    void aRehearsalShowsTheFirstOnesAndTheNumber() {
        List<LetterId> ids =
                LongStream.range(0, 12).mapToObj(i -> new LetterId(0, i)).toList();
        RedriveReport report = new RedriveReport(host.host().terminal(), ids);

        ids.forEach(id -> report.wouldGo(id, SEND));
        report.endDryRun();

        assertThat(host.out())
                .contains("would go  0-0 to forkline.jobs-0, redrive 2", "0-9 to ", "... and 2 more")
                .contains("Would redrive 12 dead letters: forkline.jobs 12; nothing was written")
                .doesNotContain("0-10 to");
    }

    @Test
    void everyReplicaInSyncHasIt() {
        Map<String, Object> properties = Redriver.properties(
                ClusterConnection.from(Settings.of(Map.of("kafka.acks", "1", "kafka.enable.idempotence", "false"))));

        assertThat(properties).containsEntry("acks", "all").containsEntry("enable.idempotence", true);
    }
}
