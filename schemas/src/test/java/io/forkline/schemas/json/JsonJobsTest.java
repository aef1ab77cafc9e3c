package io.forkline.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.serde.RecordJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonJobsTest {

    private static final Instant SUBMITTED = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TARGET = "{\"kind\":\"INLINE\",\"files\":[{\"path\":\"a.py\",\"text\":\"x\"}]}";

    @Test
    void jobNeedsNoMoreThanAnEnvironmentAndATarget() {
        JobRequested job = job("{\"jobId\":\"a\",\"environment\":\"review\",\"target\":" + TARGET + "}");

        assertThat(job.getTenant()).isEqualTo("default");
        assertThat(job.getLead().getMode()).isEqualTo(LeadMode.AUTO);
        assertThat(job.getDeadline()).isEqualTo(SUBMITTED.plusSeconds(600));
        assertThat(job.getTarget().getFiles().get(0).getContent()).isEqualTo(StandardCharsets.UTF_8.encode("x"));
    }

    @Test
    void jobThatIsShownAsJsonIsReadAsTheSameJob() {
        JobRequested job = job("{\"jobId\":\"a\",\"environment\":\"review\",\"target\":" + TARGET
                + ",\"perspectives\":[\"Tests\",\"Security\"],\"quorum\":1,\"labels\":{\"k\":\"ı😀\"},\"limits\":{\"cpus\":1}"
                + ",\"lead\":{\"mode\":\"NONE\",\"model\":\"m\"},\"replay\":{\"requestId\":\"again\"}}");

        JobRequested read = job(RecordJson.text(job));

        assertThat(RecordJson.text(read)).isEqualTo(RecordJson.text(job));
        assertThat(JobContent.hash(read)).isEqualTo(JobContent.hash(job));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:30Z, 30000",
        "2026-03-01T14:00:30+02:00, 30000",
        "90s, 90000",
        "500ms, 500",
        "10m, 600000",
        "2h, 7200000",
        "1d, 86400000",
        "PT1M30S, 90000"
    })
    void deadlineIsATimeOrADuration(String written, long afterMs) {
        assertThat(job(with("deadline", '"' + written + '"')).getDeadline()).isEqualTo(SUBMITTED.plusMillis(afterMs));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "\"0s\"", "\"-PT1S\"", "\"2026-03-01\"", "\"99999999d\"", "90", "null"})
    void otherDeadlinesAreRefused(String written) {
        assertThat(errors(with("deadline", written)))
                .singleElement()
                .satisfies(error ->
                        assertThat(error).startsWith("deadline is ").endsWith("such as 90s, 10m, 2h or PT10M"));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(with("environment", "7"), "environment is a number; accepted is a string"),
                Arguments.of(with("perspectives", "\"Tests\""), "perspectives is a string; accepted is an array"),
                Arguments.of(with("perspectives", "[\"a\",null]"), "perspectives[1] is null; accepted is a string"),
                Arguments.of(with("labels", "{\"k\":1}"), "labels.k is a number; accepted is a string"),
                Arguments.of(with("labels", "{\"a b\":[]}"), "labels[\"a b\"] is an array; accepted is a string"),
                Arguments.of(
                        with("lead", "{\"mode\":\"auto\"}"),
                        "lead.mode is \"auto\"; accepted is one of AUTO, OPENAI, OFFLINE, NONE"),
                Arguments.of(
                        with("lead", "{\"mode\":\"AUTO\",\"modle\":\"x\"}"),
                        "lead.modle is unknown; accepted are mode, model, instructions"),
                Arguments.of(
                        with("target", "{\"kind\":3}"),
                        "target.kind is a number; accepted is one of INLINE, DIRECTORY, ARCHIVE, GIT"),
                Arguments.of(
                        with("target", "{\"kind\":\"GIT\",\"url\":\"https://example.org/a.git\"}"),
                        "target.url is unknown; accepted are kind, files, uri, sha256, commit, ref"),
                Arguments.of(with("target", "{\"kind\":\"GIT\"}"), "target.kind is GIT, which needs target.uri"),
                Arguments.of(
                        with("target", "{\"kind\":\"INLINE\",\"files\":[{\"path\":\"a\"}]}"),
                        "target.files[0].content is missing; accepted is a string in Base64, or text in its place"),
                Arguments.of(
                        with("target", "{\"kind\":\"INLINE\",\"files\":[{\"path\":\"a\",\"content\":\"?\"}]}"),
                        "target.files[0].content is a string that is not Base64; accepted is Base64, or text in its place"),
                Arguments.of(
                        with(
                                "target",
                                "{\"kind\":\"INLINE\",\"files\":[{\"path\":\"a\",\"content\":\"\",\"text\":\"\"}]}"),
                        "target.files[0].content is there beside text; accepted is one of the two"),
                Arguments.of(
                        with("target", "{\"kind\":\"INLINE\",\"files\":[{\"path\":\"a\",\"text\":\"\\ud800\"}]}"),
                        "target.files[0].text is a string; accepted is a string of whole characters"),
                Arguments.of(
                        with("tenant", "\"\\udc00\""),
                        "tenant is a string with half a surrogate pair; accepted is a string"),
                Arguments.of(with("baseline", "\"true\""), "baseline is a string; accepted is true or false"),
                Arguments.of(
                        with("priority", "1.5"), "priority is a number; accepted is a whole number of at most 32 bits"),
                Arguments.of(
                        with("priority", "9999999999"),
                        "priority is a number; accepted is a whole number of at most 32 bits"),
                Arguments.of(with("priority", "101"), "priority is 101; accepted is -100 to 100"),
                Arguments.of(
                        with("limits", "{\"cpus\":1e999}"), "limits.cpus is a number; accepted is a finite number"),
                Arguments.of(
                        with("limits", "{\"memoryBytes\":1}"),
                        "limits.memoryBytes is 1 bytes; accepted is at least 16777216 bytes"),
                Arguments.of(
                        with("refusal", "\"x\""), "refusal is a string; it is for the planner to set, so leave it out"),
                Arguments.of(
                        with("replay", "{\"requestId\":\" \"}"),
                        "replay.requestId has 1 characters; accepted is 1 to 200, not all blank"),
                Arguments.of("[]", "the job is an array; accepted is an object"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void errorNamesTheFieldItsKindAndWhatIsAccepted(String json, String error) {
        assertThat(errors(json)).contains(error);
    }

    @Test
    void allErrorsAreNamedAtOnceAndNoneTwice() {
        assertThat(errors(
                        "{\"jobId\":\"a b\",\"target\":{\"kind\":\"GIT\",\"uri\":\"-x\",\"commit\":\"zz\"},\"quorum\":0,"
                                + "\"tenant\":\"\",\"priority\":\"high\",\"labels\":[],\"x\":1}"))
                .containsExactly(
                        "x is unknown; accepted are jobId, replay, environment, target, perspectives,"
                                + " requiredPerspectives, deadline, lead, baseline, tenant, priority, labels, limits, quorum",
                        "jobId is a string of 3 characters; accepted are 1 to 200 letters, digits, dots, underscores,"
                                + " colons or hyphens",
                        "environment is missing; accepted is a string",
                        "priority is a string; accepted is a whole number of at most 32 bits",
                        "labels is an array; accepted is an object",
                        "quorum is 0; accepted is 1 to the number of perspectives",
                        "tenant has 0 characters; accepted is 1 to 100, not all blank",
                        "target.uri is \"-x\"; accepted is the URL of a repository",
                        "target.commit is \"zz\"; accepted are 40 lower-case hex digits");
    }

    @Test
    void manyErrorsAreCounted() {
        String fields =
                IntStream.range(0, 1_000).mapToObj(i -> "\"f" + i + "\":1").collect(Collectors.joining(","));

        assertThat(errors("{\"jobId\":\"a\",\"environment\":\"e\",\"target\":" + TARGET + "," + fields + "}"))
                .hasSize(Errors.MOST + 1)
                .last()
                .isEqualTo("and 975 more");
    }

    /** What a URL carries for its server is for nobody else. */
    @Test
    void errorDoesNotRepeatSecrets() {
        assertThat(errors(with("target", "{\"kind\":\"ARCHIVE\",\"uri\":\"ftp://user:secret@host/a\"}")))
                .allSatisfy(error -> assertThat(error).doesNotContain("secret"));
    }

    @Test
    void wholeNumberMayHaveAFractionOfNothing() {
        assertThat(job(with("priority", "5.0")).getPriority()).isEqualTo(5);
    }

    @Test
    void idOfTheJobStandsAheadOfThatOfTheEventAndOfTheKey() {
        Headers event = headers("ce_id", "event");

        assertThat(job("key", with("tenant", "\"t\""), event).getJobId()).isEqualTo("a");
        assertThat(job("key", withoutId(), event).getJobId()).isEqualTo("event");
        assertThat(job("key", withoutId(), new RecordHeaders()).getJobId()).isEqualTo("key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "ä"})
    void jobWithoutAnIdIsRefused(String key) {
        assertThat(wrong(key, withoutId(), new RecordHeaders()).refused()).isEmpty();
    }

    @Test
    void jobThatIsWrongKeepsWhatIsRightAndSaysWhy() {
        JobReading.Wrong wrong = wrong(
                null, with("priority", "\"high\",\"tenant\":\"acme\",\"labels\":{\"k\":\"v\"}"), new RecordHeaders());

        JobRequested refused = wrong.refused().orElseThrow();
        assertThat(refused.getRefusal()).isEqualTo(wrong.message());
        assertThat(refused.getTenant()).isEqualTo("acme");
        assertThat(refused.getLabels()).containsEntry("k", "v");
        assertThat(refused.getPriority()).isZero();
    }

    private static String with(String field, String value) {
        String rest = Stream.of("\"jobId\":\"a\"", "\"environment\":\"review\"", "\"target\":" + TARGET)
                .filter(each -> !each.startsWith("\"" + field + "\""))
                .collect(Collectors.joining(","));
        return "{" + rest + ",\"" + field + "\":" + value + "}";
    }

    private static String withoutId() {
        return "{\"environment\":\"review\",\"target\":" + TARGET + "}";
    }

    private static JobRequested job(String json) {
        return job(null, json, new RecordHeaders());
    }

    private static JobRequested job(@Nullable String key, String json, Headers headers) {
        JobReading reading = read(key, json, headers);
        assertThat(reading).isInstanceOf(JobReading.Job.class);
        return ((JobReading.Job) reading).job();
    }

    private static List<String> errors(String json) {
        return wrong(null, json, new RecordHeaders()).errors();
    }

    private static JobReading.Wrong wrong(@Nullable String key, String json, Headers headers) {
        JobReading reading = read(key, json, headers);
        assertThat(reading).isInstanceOf(JobReading.Wrong.class);
        return (JobReading.Wrong) reading;
    }

    private static JobReading read(@Nullable String key, String json, Headers headers) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return JsonJobs.read(keyBytes, json.getBytes(StandardCharsets.UTF_8), headers, SUBMITTED);
    }

    private static Headers headers(String name, String value) {
        return new RecordHeaders().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
