package io.forkline.cli.report;

import io.forkline.cli.terminal.Flow;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.TopIssue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the lead says: the health, what to fix first and why, what to do next. Or why there is no lead. */
final class LeadView {

    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private LeadView(Terminal terminal) {
        this.terminal = terminal;
    }

    static List<String> lines(Terminal terminal, JobResult result) {
        LeadView view = new LeadView(terminal);
        LeadVerdict verdict = result.getLead();
        if (verdict == null || verdict.getHealthScore() == null) {
            view.absent(result, verdict);
        } else {
            view.verdict(result, verdict);
        }
        return view.lines;
    }

    private void absent(JobResult result, @Nullable LeadVerdict verdict) {
        String why = result.getLeadAbsence();
        if (why == null && verdict != null) {
            why = verdict.getError();
        }
        if (why != null) {
            add("", "There is no verdict of a lead: " + Text.clean(why), Ink.YELLOW);
        }
    }

    private void verdict(JobResult result, LeadVerdict verdict) {
        lines.addAll(Flow.lines(
                terminal,
                INDENT,
                List.of(
                        new Cell(heading(result, verdict), Ink.HEADING),
                        Cell.of("(" + lead(verdict) + ")"),
                        new Cell("health " + Text.number(verdict.getHealthScore()) + "/100", Ink.BOLD))));
        int number = 1;
        for (TopIssue issue : verdict.getTopIssues()) {
            issue(number++, issue);
        }
        if (!verdict.getNextActions().isEmpty()) {
            lines.add("");
            lines.add(INDENT + terminal.paint(Ink.BOLD, "Next"));
            verdict.getNextActions().forEach(action -> add("  - ", Text.clean(action), Ink.PLAIN));
        }
        if (verdict.getScaleNote() != null) {
            lines.add("");
            add(INDENT, Text.clean(verdict.getScaleNote()), Ink.DIM);
        }
    }

    private static String heading(JobResult result, LeadVerdict verdict) {
        if (!verdict.getTopIssues().isEmpty()) {
            return "What to fix first";
        }
        return result.getMissing().isEmpty()
                ? "There is nothing to fix"
                : "There is nothing to fix in what was reported";
    }

    private static String lead(LeadVerdict verdict) {
        String model = verdict.getModel() == null ? "" : " " + Text.clean(verdict.getModel());
        long tokens = verdict.getUsage().getTotalTokens();
        return "lead: " + Text.clean(verdict.getProvider()) + model + (tokens > 0 ? ", " + tokens + " tokens" : "");
    }

    private void issue(int number, TopIssue issue) {
        String place = IssueTable.place(issue.getFile(), issue.getLine());
        lines.add("");
        add("  " + number + ". ", Text.clean(issue.getTitle()), Ink.BOLD);
        lines.add("     " + terminal.paint(Names.ink(issue.getSeverity()), Text.clean(issue.getSeverity()))
                + (place.equals("-") ? "" : "  " + terminal.paint(Ink.CYAN, place)));
        add("     why  ", Text.clean(issue.getWhy()), Ink.PLAIN);
        add("     fix  ", Text.clean(issue.getFix()), Ink.PLAIN);
    }

    private void add(String label, String text, Ink ink) {
        String indent = label;
        for (String line : Text.wrap(text, terminal.columns() - label.length())) {
            lines.add(indent + terminal.paint(ink, line));
            indent = " ".repeat(label.length());
        }
    }
}
