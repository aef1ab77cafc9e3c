package io.forkline.cli.bench;

import io.forkline.cli.CommandException;
import io.forkline.cli.run.OneProcess;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.producer.Job;
import io.forkline.producer.Submission;
import io.forkline.sandbox.environment.Environment;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.Target;
import java.time.Duration;

/** Runs one job again and again, once side by side and once more with a sequential baseline. */
final class Rounds {

    private static final Duration DEADLINE = Duration.ofMinutes(15);
    private static final double NANOS_PER_MS = 1_000_000.0;

    private final OneProcess process;
    private final Environment environment;
    private final Target target;
    private final Progress progress;

    Rounds(OneProcess process, Environment environment, Target target, Progress progress) {
        this.process = process;
        this.environment = environment;
        this.target = target;
        this.progress = progress;
    }

    /**
     * So many rounds, and one before them that warms up and is not counted.
     *
     * @throws CommandException when a round is not complete: its figures would say nothing
     */
    Measured measure(int rounds) throws InterruptedException {
        Measured measured = new Measured(environment.perspectives().size());
        for (int round = 0; round <= rounds; round++) {
            progress.now("round " + round + " of " + rounds + (round == 0 ? ", which warms up" : ""));
            long submitted = System.nanoTime();
            JobResult parallel = run(false);
            double tookMs = (System.nanoTime() - submitted) / NANOS_PER_MS;
            JobResult baseline = run(true);
            if (round > 0) {
                measured.add(parallel, tookMs, baseline);
                progress.detail("round " + round + " of " + rounds + ": " + Text.millis(tookMs));
            }
        }
        return measured;
    }

    private JobResult run(boolean baseline) throws InterruptedException {
        Job job = Job.builder(environment.name(), target)
                .lead(LeadMode.OFFLINE)
                .deadline(DEADLINE)
                .baseline(baseline)
                .build();
        Submission submission = process.client().submit(job);
        JobResult result = process.await(submission, DEADLINE.plusMinutes(1))
                .orElseThrow(() -> CommandException.failed("a round had no result in time; the log says more", null));
        if (result.getStatus() != ResultStatus.COMPLETE) {
            throw CommandException.failed(
                    "a round ended " + result.getStatus() + ": " + result.getError() + " " + result.getMissing(), null);
        }
        return result;
    }
}
