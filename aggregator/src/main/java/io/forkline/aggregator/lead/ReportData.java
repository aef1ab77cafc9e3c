package io.forkline.aggregator.lead;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.serde.RecordJson;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reports and the timing as JSON, within a size. When they are too large, every report keeps its most severe issues
 * only, fewer and fewer; then the tails of stderr and the metrics go, and texts are shortened. Each report says how many
 * issues it lost.
 *
 * @param maxChars how large the JSON may be
 */
record ReportData(int maxChars) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<Cut> CUTS = List.of(
            new Cut(Integer.MAX_VALUE, true, 4_000),
            new Cut(200, true, 2_000),
            new Cut(50, true, 1_000),
            new Cut(20, false, 500),
            new Cut(5, false, 300),
            new Cut(1, false, 200),
            new Cut(0, false, 100));

    /**
     * How much of each report is told.
     *
     * @param issues issues of each report at most
     * @param details whether metrics and stderr are in
     * @param textChars characters of each text at most
     */
    private record Cut(int issues, boolean details, int textChars) {

        String head(String text) {
            return text.length() <= textChars ? text : text.substring(0, textChars) + "...";
        }
    }

    /** The largest form that fits; the smallest one when none does. */
    String json(LeadTask task) {
        String json = "";
        for (Cut cut : CUTS) {
            json = plain(tree(task, cut).toString());
            if (json.length() <= maxChars) {
                return json;
            }
        }
        return json;
    }

    /** Without the sign that begins what servers take for words of their own, such as the end of a message: as JSON, the same. */
    private static String plain(String json) {
        return json.replace("<", "\\u003c");
    }

    private static ObjectNode tree(LeadTask task, Cut cut) {
        ObjectNode root = NODES.objectNode();
        root.put("environment", task.getEnvironment());
        root.set("timing", RecordJson.tree(task.getTiming()));
        ArrayNode reports = root.putArray("reports");
        task.getReports().forEach(report -> reports.add(report(report, cut)));
        ArrayNode missing = root.putArray("missing");
        task.getMissing()
                .forEach(each -> missing.addObject()
                        .put("perspective", each.getPerspective())
                        .put("required", each.getRequired())
                        .put("why", each.getWhy().name())
                        .put(
                                "message",
                                Optional.ofNullable(each.getMessage())
                                        .map(cut::head)
                                        .orElse(null)));
        return root;
    }

    private static ObjectNode report(PerspectiveReport report, Cut cut) {
        ObjectNode node = NODES.objectNode();
        node.put("perspective", report.getPerspective());
        node.put("outcome", report.getOutcome().name());
        node.put("score", report.getScore());
        put(node, "finding", report.getFinding(), cut);
        put(node, "error", report.getError(), cut);
        if (cut.details()) {
            put(node, "stderr", report.getStderrTail(), cut);
            ObjectNode metrics = node.putObject("metrics");
            report.getMetrics().forEach(metrics::put);
        }
        if (report.getTimings() != null) {
            node.put("runMs", report.getTimings().getRunMs());
        }
        List<Issue> told = told(report.getIssues(), cut);
        ArrayNode issues = node.putArray("issues");
        told.forEach(issue -> issues.add(issue(issue, cut)));
        node.put("issuesNotShown", report.getIssuesCut() + report.getIssues().size() - told.size());
        return node;
    }

    private static List<Issue> told(List<Issue> issues, Cut cut) {
        if (issues.size() <= cut.issues()) {
            return issues;
        }
        return issues.stream()
                .sorted(Comparator.comparing(issue -> Severity.of(issue.getSeverity())))
                .limit(cut.issues())
                .toList();
    }

    private static ObjectNode issue(Issue issue, Cut cut) {
        ObjectNode node = NODES.objectNode();
        node.put("file", issue.getFile());
        node.put("line", issue.getLine());
        node.put("severity", issue.getSeverity());
        node.put("rule", issue.getRule());
        put(node, "message", issue.getMessage(), cut);
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable String text, Cut cut) {
        if (text != null) {
            node.put(name, cut.head(text));
        }
    }
}
