package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.RejectionReason;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.serde.RecordJson;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Jobs that come as JSON, on the planner as a whole. */
class JsonJobsTest extends PlannerTest {

    private static final String TARGET = "\"target\":{\"kind\":\"DIRECTORY\",\"uri\":\"file:/srv/project\"}";
    private static final String JOB = "{\"jobId\":\"a\",\"environment\":\"review\"," + TARGET + "}";

    @Test
    void jobBecomesTheRecordThatAnAvroClientWouldHavePublished() {
        planner.submitJson(RecordJson.text(Jobs.job("a")));

        assertThat(planner.raw(ForklineTopic.JOBS)).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(planner.encode(Jobs.job("a")));
            assertThat(record.key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void jobRuns() {
        planner.ready("review");

        planner.submitJson(JOB);

        assertThat(planner.planned()).extracting(RunPlanned::getRunId).containsExactly("a/1");
        assertThat(planner.tasks()).extracting(ForkTask::getJobId).containsOnly("a");
    }

    @Test
    void sameJobTwiceRunsOnceWhicheverWayItComes() {
        planner.submitJson(RecordJson.text(Jobs.job("a")));
        planner.submitJson(RecordJson.text(Jobs.job("a")).replace("\"tenant\" : \"default\",", ""));
        planner.submit(Jobs.job("a"));

        assertThat(planner.plans()).hasSize(1);
        assertThat(planner.deadLetters()).isEmpty();
    }

    @Test
    void otherContentUnderTheSameIdGoesToTheDeadLetters() {
        planner.submit(Jobs.job("a"));

        planner.submitJson(JOB.replace("\"jobId\"", "\"priority\":5,\"jobId\""));

        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("JOB_ID_REUSED");
        assertThat(planner.plans()).hasSize(1);
    }

    /** The record is read again after a restart, and has to give the same job. */
    @Test
    void durationCountsFromTheRecord() {
        planner.submitJson(JOB.replace("\"jobId\"", "\"deadline\":\"90s\",\"jobId\""));

        assertThat(planner.planned())
                .extracting(RunPlanned::getDeadline)
                .containsExactly(Jobs.START.plus(Duration.ofSeconds(90)));
    }

    @Test
    void jobThatIsWrongIsRejectedUnderItsIdWithAllThatIsWrong() {
        planner.submitJson(wrong("a"));

        assertThat(planner.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.getRunId()).isEqualTo("a/1");
            assertThat(rejected.getReason()).isEqualTo(RejectionReason.INVALID);
            assertThat(rejected.getEnvironment()).isEqualTo("review");
            assertThat(rejected.getAdmitted()).isFalse();
            assertThat(rejected.getMessage())
                    .isEqualTo("(1) colour is unknown; accepted are jobId, replay, environment, target, perspectives,"
                            + " requiredPerspectives, deadline, lead, baseline, tenant, priority, labels, limits, quorum"
                            + " (2) perspectives[1] is a number; accepted is a string"
                            + " (3) priority is 500; accepted is -100 to 100");
        });
    }

    @Test
    void jobThatIsWrongIsADeadLetterByteForByteWithTheSameWords() {
        planner.submitJson(wrong("a"));

        String message = planner.rejected().get(0).getMessage();
        assertThat(planner.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(wrong("a").getBytes(StandardCharsets.UTF_8));
            assertThat(PlannerHarness.header(letter, "cause")).isEqualTo("INVALID_JOB");
            assertThat(PlannerHarness.header(letter, "message")).isEqualTo(message);
            assertThat(PlannerHarness.header(letter, "origin-topic")).isEqualTo("t.jobs-json");
        });
    }

    @Test
    void jobThatWasWrongRunsUnderItsIdWhenItComesCorrected() {
        planner.submitJson(wrong("a"));

        planner.submitJson(JOB);

        assertThat(planner.planned()).extracting(RunPlanned::getRunId).containsExactly("a/2");
    }

    /** Whoever owns the id must not get the answer to a mistake of somebody else. */
    @Test
    void wrongJobUnderAnIdThatIsInUseGivesNoResult() {
        planner.submitJson(JOB);

        planner.submitJson(wrong("a"));

        assertThat(planner.rejected()).isEmpty();
        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactlyInAnyOrder("INVALID_JOB", "JOB_ID_REUSED");
    }

    @Test
    void jobThatIsWrongAndHasNoIdIsADeadLetterOnly() {
        planner.submitJson("{\"environment\":\"review\"}");

        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("INVALID_JOB_ID");
        assertThat(planner.raw(ForklineTopic.JOBS)).isEmpty();
    }

    @Test
    void headersGoAlongAndNameTheNewContentType() {
        Headers headers = new RecordHeaders()
                .add("content-type", "application/json; charset=utf-8".getBytes(StandardCharsets.UTF_8))
                .add("traceparent", "00-trace".getBytes(StandardCharsets.UTF_8))
                .add("ce_specversion", "1.0".getBytes(StandardCharsets.UTF_8))
                .add("ce_source", "/builds".getBytes(StandardCharsets.UTF_8))
                .add("theirs", new byte[] {0, 1});

        planner.writeRaw(ForklineTopic.JOBS_JSON, null, JOB.getBytes(StandardCharsets.UTF_8), headers);

        TestRecord<byte[], byte[]> job = planner.raw(ForklineTopic.JOBS).get(0);
        assertThat(text(job.headers(), "traceparent")).isEqualTo("00-trace");
        assertThat(text(job.headers(), "ce_source")).isEqualTo("/builds");
        assertThat(text(job.headers(), "content-type")).isEqualTo("application/avro");
        assertThat(job.headers().lastHeader("theirs").value()).isEqualTo(new byte[] {0, 1});
        assertThat(text(planner.raw(ForklineTopic.PLANS).get(0).headers(), "traceparent"))
                .isEqualTo("00-trace");
    }

    @Test
    void eventInStructuredModeRunsUnderItsOwnIdAndItsAttributesBecomeHeaders() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"e-7\",\"source\":\"/builds\",\"type\":\"com.example.built\","
                + "\"traceparent\":\"00-trace\",\"data\":" + JOB.replace("\"jobId\":\"a\",", "") + "}";
        Headers headers = new RecordHeaders()
                .add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));

        planner.writeRaw(ForklineTopic.JOBS_JSON, null, event.getBytes(StandardCharsets.UTF_8), headers);

        assertThat(planner.planned()).extracting(RunPlanned::getJobId).containsExactly("e-7");
        Headers kept = planner.raw(ForklineTopic.JOBS).get(0).headers();
        assertThat(text(kept, "ce_id")).isEqualTo("e-7");
        assertThat(text(kept, "ce_type")).isEqualTo("com.example.built");
        assertThat(text(kept, "traceparent")).isEqualTo("00-trace");
    }

    @Test
    void jobWhoseHeadersNoRecordOfJobsTakesIsADeadLetter() {
        Headers headers = new RecordHeaders().add("large", new byte[ForklineTopic.JOBS.maxMessageBytes()]);

        planner.writeRaw(ForklineTopic.JOBS_JSON, null, JOB.getBytes(StandardCharsets.UTF_8), headers);

        assertThat(planner.deadLetters())
                .extracting(letter -> PlannerHarness.header(letter, "cause"))
                .containsExactly("TOO_LARGE");
        assertThat(planner.plans()).isEmpty();
    }

    /** Its record is there to be replayed, and says itself that it is to be turned down. */
    @Test
    void replayOfAJobThatWasWrongIsRejectedInTheSameWords() {
        planner.submitJson(wrong("a"));
        var refused = planner.jobs().get(0);
        String message = planner.rejected().get(0).getMessage();

        refused.setReplay(Jobs.replay("a", "again", "a/1").getReplay());
        planner.submit(refused);

        assertThat(planner.rejected()).extracting(RunRejected::getMessage).containsExactly(message);
    }

    private static String wrong(String jobId) {
        return "{\"jobId\":\"" + jobId + "\",\"environment\":\"review\"," + TARGET
                + ",\"colour\":\"red\",\"perspectives\":[\"Tests\",7],\"priority\":500}";
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
