package io.forkline.workers;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.schemas.record.Issue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The issues of a report, in the order of the perspective, as many as a report may carry.
 *
 * @param cut how many more there were
 */
record IssueList(List<Issue> kept, int cut) {

    private static final Set<String> SEVERITIES = Set.of("LOW", "MEDIUM", "HIGH");

    IssueList {
        kept = List.copyOf(kept);
    }

    /** Reads all, so that a malformed issue shows even where it would be cut. */
    static IssueList read(Iterable<JsonNode> nodes) throws ReportLineException {
        List<Issue> kept = new ArrayList<>();
        int seen = 0;
        long bytes = 0;
        boolean room = true;
        for (JsonNode node : nodes) {
            seen++;
            Issue issue = issue(JsonFields.of(node, "issue " + seen));
            bytes += ReportLimits.bytes(issue);
            room &= kept.size() < ReportLimits.MOST_ISSUES && bytes <= ReportLimits.MOST_ISSUE_BYTES;
            if (room) {
                kept.add(issue);
            }
        }
        return new IssueList(kept, seen - kept.size());
    }

    private static Issue issue(JsonFields fields) throws ReportLineException {
        Issue issue = Issue.newBuilder()
                .setFile(fields.optionalText("file")
                        .map(file -> ReportLimits.shorten(file, ReportLimits.MOST_TEXT))
                        .orElse(null))
                .setLine(fields.optionalCount("line").orElse(null))
                .setSeverity(severity(fields))
                .setRule(ReportLimits.shorten(fields.text("rule"), ReportLimits.MOST_RULE))
                .setMessage(ReportLimits.shorten(fields.text("message"), ReportLimits.MOST_TEXT))
                .build();
        if (!fields.rest().isEmpty()) {
            throw new ReportLineException("an issue has the unknown fields " + fields.rest()
                    + "; known are file, line, severity, rule, message");
        }
        return issue;
    }

    private static String severity(JsonFields fields) throws ReportLineException {
        String severity = fields.text("severity");
        if (!SEVERITIES.contains(severity)) {
            throw new ReportLineException(
                    "an issue has the severity " + Quote.of(severity) + ", which is not LOW, MEDIUM or HIGH");
        }
        return severity;
    }
}
