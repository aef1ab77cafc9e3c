package io.forkline.schemas.report;

import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.PerspectiveReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reports that fit into one record together. When they are too large, all get the same share: reports within it stay whole,
 * the others lose issues from their ends, and, where that is not enough, their tail of stderr, their metrics and the ends of
 * their texts.
 *
 * @param issuesCut issues left out of all of them; each report counts its own too
 */
public record BoundedReports(List<PerspectiveReport> reports, int issuesCut) {

    /** Of the 8 MiB that a record of results or lead tasks may have; the rest is for what stands beside the reports. */
    static final int BUDGET_BYTES = 5 * 1024 * 1024;

    /** Within what a record of results or lead tasks has for them. */
    public static BoundedReports of(List<PerspectiveReport> reports) {
        return of(reports, BUDGET_BYTES);
    }

    /** Within so many bytes, all reports together. */
    public static BoundedReports of(List<PerspectiveReport> reports, int budgetBytes) {
        long[] sizes = reports.stream().mapToLong(RecordSize::bytes).toArray();
        if (Arrays.stream(sizes).sum() <= budgetBytes) {
            return new BoundedReports(reports, 0);
        }
        long share = share(sizes, budgetBytes);
        List<PerspectiveReport> bounded = new ArrayList<>(reports.size());
        int cut = 0;
        for (PerspectiveReport report : reports) {
            PerspectiveReport fitted = fit(report, share);
            cut += report.getIssues().size() - fitted.getIssues().size();
            bounded.add(fitted);
        }
        return new BoundedReports(List.copyOf(bounded), cut);
    }

    /** The largest size such that, with everything above cut down to it, the sum is within the budget. */
    private static long share(long[] sizes, long budget) {
        long[] ascending = Arrays.stream(sizes).sorted().toArray();
        long left = budget;
        for (int i = 0; i < ascending.length; i++) {
            long equal = left / (ascending.length - i);
            if (ascending[i] > equal) {
                return equal;
            }
            left -= ascending[i];
        }
        return budget;
    }

    private static PerspectiveReport fit(PerspectiveReport report, long share) {
        if (RecordSize.bytes(report) <= share) {
            return report;
        }
        PerspectiveReport cut = withIssuesWithin(report, share);
        return RecordSize.bytes(cut) <= share ? cut : withoutTexts(cut);
    }

    private static PerspectiveReport withIssuesWithin(PerspectiveReport report, long share) {
        long bytes = RecordSize.bytes(withIssues(report, 0));
        int kept = 0;
        for (Issue issue : report.getIssues()) {
            bytes += RecordSize.bytes(issue);
            if (bytes > share) {
                break;
            }
            kept++;
        }
        return withIssues(report, kept);
    }

    private static PerspectiveReport withIssues(PerspectiveReport report, int count) {
        List<Issue> issues = report.getIssues();
        return PerspectiveReport.newBuilder(report)
                .setIssues(List.copyOf(issues.subList(0, count)))
                .setIssuesCut(report.getIssuesCut() + issues.size() - count)
                .build();
    }

    private static PerspectiveReport withoutTexts(PerspectiveReport report) {
        return PerspectiveReport.newBuilder(report)
                .setStderrTail(null)
                .setMetrics(Map.of())
                .setFinding(Texts.head(report.getFinding()))
                .setError(Texts.head(report.getError()))
                .build();
    }
}
