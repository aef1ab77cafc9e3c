package io.forkline.cli.history;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.RunPlanned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How far the perspectives of a run have come. What its result says goes before what the log said: a report may be too late. */
final class Perspectives {

    private Perspectives() {}

    static List<PerspectiveState> of(RunHistory run) {
        Map<String, Boolean> names = names(run);
        return names.entrySet().stream()
                .map(name -> state(run, name.getKey(), name.getValue()))
                .toList();
    }

    /** With whether each is required. */
    private static Map<String, Boolean> names(RunHistory run) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        run.plan().map(Dated::value).ifPresent(plan -> addPlanned(names, plan));
        run.answer().map(Dated::value).ifPresent(answer -> {
            answer.reports().forEach(report -> names.putIfAbsent(report.perspective(), false));
            answer.missing().forEach(missing -> names.putIfAbsent(missing.getPerspective(), missing.getRequired()));
        });
        if (names.isEmpty()) {
            TreeSet<String> heard = new TreeSet<>(run.finals().keySet());
            heard.addAll(run.retries().keySet());
            heard.addAll(run.attempts().keySet());
            heard.remove(TaskId.TARGET);
            heard.forEach(name -> names.put(name, false));
        }
        return names;
    }

    private static void addPlanned(Map<String, Boolean> names, RunPlanned plan) {
        for (ExpectedPerspective expected : plan.getExpected()) {
            names.put(expected.getName(), expected.getRequired());
        }
        if (plan.getBaseline()) {
            names.put(TaskId.SEQUENTIAL, false);
        }
    }

    private static PerspectiveState state(RunHistory run, String name, boolean required) {
        Reported report = run.answer().isPresent() && !name.equals(TaskId.SEQUENTIAL)
                ? inResult(run.answer().get().value(), name)
                : value(run.finals().get(name));
        MissingPerspective missing =
                run.answer().map(answer -> missing(answer.value(), name)).orElse(null);
        if (report != null) {
            return new PerspectiveState(
                    name,
                    required,
                    words(report.outcome()) + (report.reusedFrom() == null ? "" : ", from " + report.reusedFrom()),
                    report.isDone(),
                    report.attempt(),
                    report.timings(),
                    report.said());
        }
        int attempts = attempts(run, name);
        if (missing != null) {
            return new PerspectiveState(
                    name, required, words(missing.getWhy()), false, attempts, null, missing.getMessage());
        }
        Reported retry = value(run.retries().get(name));
        if (retry != null && retry.attempt() >= attempts) {
            String again = retry.notBefore() == null ? "" : "again after " + retry.notBefore() + ": ";
            return new PerspectiveState(
                    name, required, "retrying", false, attempts, retry.timings(), again + retry.said());
        }
        return new PerspectiveState(name, required, attempts == 0 ? "waiting" : "issued", false, attempts, null, null);
    }

    private static @Nullable Reported inResult(Answer answer, String name) {
        return answer.reports().stream()
                .filter(report -> report.perspective().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable MissingPerspective missing(Answer answer, String name) {
        return answer.missing().stream()
                .filter(missing -> missing.getPerspective().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Of tasks that went out, and of reports: their tasks may be older than what was read. */
    private static int attempts(RunHistory run, String name) {
        Dated<Integer> issued = run.attempts().get(name);
        Reported retry = value(run.retries().get(name));
        return Math.max(issued == null ? 0 : issued.value(), retry == null ? 0 : retry.attempt());
    }

    private static @Nullable Reported value(@Nullable Dated<Reported> report) {
        return report == null ? null : report.value();
    }

    /** {@code TIMED_OUT} as {@code timed out}. */
    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
