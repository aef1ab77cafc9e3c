package io.forkline.aggregator.lead;

import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.TopIssue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a model's places against the reports: a file or a line that no report has is taken out of the verdict. */
final class Grounding {

    private final Map<String, Set<Integer>> linesByFile = new HashMap<>();

    Grounding(List<PerspectiveReport> reports) {
        for (PerspectiveReport report : reports) {
            for (Issue issue : report.getIssues()) {
                if (issue.getFile() != null) {
                    Set<Integer> lines = linesByFile.computeIfAbsent(issue.getFile(), file -> new HashSet<>());
                    if (issue.getLine() != null) {
                        lines.add(issue.getLine());
                    }
                }
            }
        }
    }

    Judgement ground(Judgement judgement) {
        return new Judgement(
                judgement.healthScore(),
                judgement.topIssues().stream().map(this::ground).toList(),
                judgement.nextActions(),
                judgement.scaleNote());
    }

    private TopIssue ground(TopIssue issue) {
        String file = known(issue.getFile());
        Integer line = issue.getLine();
        boolean lineKnown =
                file != null && line != null && linesByFile.get(file).contains(line);
        return new TopIssue(
                issue.getTitle(), file, lineKnown ? line : null, issue.getSeverity(), issue.getWhy(), issue.getFix());
    }

    private @Nullable String known(@Nullable String file) {
        if (file == null) {
            return null;
        }
        String plain = file.startsWith("./") ? file.substring(2) : file;
        return linesByFile.containsKey(plain) ? plain : linesByFile.containsKey(file) ? file : null;
    }
}
