package io.forkline.cli.run;

import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Shows how one job gets on, as the builder and the workers of this process tell. Safe for many threads. */
final class RunProgress implements RunListener {

    private static final int MOST_REASON_CHARS = 200;

    private final Progress progress;
    private final Clock clock;
    private final Set<String> reported = new HashSet<>();
    private int forked;
    private int running;

    RunProgress(Progress progress, Clock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void brokerStarted() {
        progress.detail("the Kafka broker has started");
        progress.now("the services start");
    }

    @Override
    public void progress(String environment, EnvironmentId id, String line) {
        progress.detail("build " + environment + ": " + line);
        progress.now("building the snapshot of " + environment + ": " + line);
    }

    @Override
    public void preparing(TaskId task, String line) {
        progress.now("building the snapshot: " + line);
    }

    @Override
    public synchronized void forked(TaskId task, String perspective, String forkId, double forkMs) {
        forked++;
        running++;
        progress.detail(
                "forked " + perspective + (isBaseline(task) ? " for the baseline" : "") + " in " + Text.millis(forkMs));
        show();
    }

    @Override
    public synchronized void finished(PerspectiveReport report) {
        TaskId task = TaskId.parse(report.getTaskId());
        if (report.getOutcome() == ReportOutcome.RETRYABLE) {
            progress.warn(report.getPerspective() + " will be tried again: " + report.getError());
            return;
        }
        running = isBaseline(task) ? 0 : Math.max(0, running - 1);
        if (reported.add(report.getTaskId())) {
            progress.detail(task.perspective() + " has reported");
        }
        show();
    }

    @Override
    public void asking(LeadTask task, Optional<String> model) {
        model.filter(name -> task.getAttempt() == 1).ifPresent(name -> progress.detail("asking " + name));
        progress.now("asking " + model.orElse("the lead"));
    }

    @Override
    public void askingAgain(LeadTask task, String why, Instant notBefore) {
        long seconds = Duration.between(clock.instant(), notBefore).toSeconds();
        progress.warn("the lead did not answer (" + Text.cut(Text.clean(why), MOST_REASON_CHARS) + "), asking again"
                + (seconds > 0 ? " in " + seconds + " s" : ""));
        progress.now("waiting to ask the lead again");
    }

    private void show() {
        progress.now("forked " + forked + ", running " + running + ", reported " + reported.size());
    }

    private static boolean isBaseline(TaskId task) {
        return task.perspective().equals(TaskId.SEQUENTIAL);
    }
}
