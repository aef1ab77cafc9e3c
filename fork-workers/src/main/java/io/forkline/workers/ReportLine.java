package io.forkline.workers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.forkline.schemas.record.Issue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a perspective printed: the one line that is its report, or something else. */
sealed interface ReportLine {

    /**
     * A report.
     *
     * @param issuesCut issues that were left out to bound the size of the report
     */
    record Accepted(double score, String finding, List<Issue> issues, int issuesCut, Map<String, Double> metrics)
            implements ReportLine {
        public Accepted {
            issues = List.copyOf(issues);
            metrics = Map.copyOf(metrics);
        }
    }

    /** Not a report; {@code why} quotes what was seen. */
    record Refused(String why) implements ReportLine {}

    /** Reads all that the command of a perspective wrote to stdout. */
    static ReportLine parse(String stdout, String perspective) {
        String line = stdout.strip();
        if (line.isEmpty()) {
            return new Refused("it printed nothing; a perspective prints exactly one line of JSON");
        }
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            return new Refused("it printed " + line.lines().count() + " lines; a perspective prints exactly one line of"
                    + " JSON, and anything else to stderr: " + Quote.of(line));
        }
        try {
            return accept(Reader.MAPPER.readTree(line), perspective);
        } catch (JsonProcessingException e) {
            return new Refused("its line is not JSON (" + e.getOriginalMessage() + "): " + Quote.of(line));
        } catch (ReportLineException e) {
            return new Refused("its line is not a report: " + e.getMessage() + ": " + Quote.of(line));
        }
    }

    private static Accepted accept(JsonNode line, String perspective) throws ReportLineException {
        JsonFields fields = JsonFields.of(line, "it");
        String name = fields.text("perspective");
        if (!name.equals(perspective)) {
            throw new ReportLineException("it is of perspective " + Quote.of(name) + ", not " + perspective);
        }
        double score = fields.number("score");
        if (score < 0 || score > 100) {
            throw new ReportLineException("its score is " + score + ", not from 0 to 100");
        }
        String finding = fields.line("finding");
        IssueList issues = IssueList.read(fields.array("issues"));
        return new Accepted(
                score,
                ReportLimits.shorten(finding, ReportLimits.MOST_TEXT),
                issues.kept(),
                issues.cut(),
                metrics(fields));
    }

    private static Map<String, Double> metrics(JsonFields fields) throws ReportLineException {
        Map<String, Double> metrics = new TreeMap<>();
        for (String name : fields.rest()) {
            if (name.length() > ReportLimits.MOST_RULE) {
                throw new ReportLineException("it has a metric whose name has " + name.length()
                        + " characters, more than " + ReportLimits.MOST_RULE);
            }
            metrics.put(name, fields.number(name));
        }
        if (metrics.size() > ReportLimits.MOST_METRICS) {
            throw new ReportLineException(
                    "it has " + metrics.size() + " metrics, more than " + ReportLimits.MOST_METRICS);
        }
        return metrics;
    }

    /** The strict reader: no field twice, nothing behind the value, no NaN. */
    final class Reader {

        private static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        private Reader() {}
    }
}
