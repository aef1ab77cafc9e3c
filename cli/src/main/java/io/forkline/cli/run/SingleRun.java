package io.forkline.cli.run;

import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.cli.job.JobOptions;
import io.forkline.cli.job.TargetOptions;
import io.forkline.cli.terminal.Progress;
import io.forkline.producer.Job;
import io.forkline.producer.Submission;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One job, from nothing running to its result. The broker needs seconds to start; meanwhile the target is pinned, and the
 * snapshot is built or warmed up.
 */
final class SingleRun {

    /** After its deadline a result has to travel. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final int MOST_SLOTS = 16;

    private final Host host;
    private final Environments environments;
    private final Environment environment;
    private final TargetOptions target;
    private final JobOptions job;
    private final Map<String, String> settings;

    /** @param settings of the services, where the user has some */
    SingleRun(
            Host host,
            Environments environments,
            Environment environment,
            TargetOptions target,
            JobOptions job,
            Map<String, String> settings) {
        this.host = host;
        this.environments = environments;
        this.environment = environment;
        this.target = target;
        this.job = job;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Runs the job.
     *
     * @param opened closes all that was opened, when the caller has shown the result
     */
    JobResult run(Closing opened, Progress progress) throws Exception {
        ExecutorService side = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("forkline-run-", 1).factory());
        try {
            progress.now("starting the sandboxes");
            Future<Target> pinned = side.submit(() -> target.pin(host.home()));
            SandboxProvider provider = opened.add(Sandboxes.open(host));
            if (pinned.isDone()) {
                // A mistake that is known by now need not wait for a broker to start.
                get(pinned);
            }
            progress.now("starting the Kafka broker");
            Future<?> warm = side.submit(() -> {
                WarmUp.of(provider, environment, progress);
                return null;
            });
            Future<OneProcess> started = side.submit(() -> opened.add(OneProcess.start(parts(provider, progress))));
            OneProcess process = get(started);
            get(warm);
            Job built = JobOptions.build(job.job(environment.name(), get(pinned)));
            // Its time runs from here, and is not for what this process needs to start.
            process.awaitReady();
            Submission submission = process.client().submit(built);
            progress.detail("the services run, the job is submitted");
            progress.now("the job is submitted");
            return process.await(submission, job.deadline().plus(GRACE))
                    .orElseThrow(() -> CommandException.failed(
                            "there is no result although its deadline is over; the log says what happened", null));
        } finally {
            // Whatever ended this early, a signal or a mistake, ends the others at once: a build may take minutes.
            side.shutdownNow();
            side.close();
        }
    }

    private OneProcess.Parts parts(SandboxProvider provider, Progress progress) throws SandboxException {
        return new OneProcess.Parts(
                host.scratch(),
                environments,
                provider,
                TargetStore.open(host.home().targets(), target.limits()),
                settings(),
                host.env(),
                new RunProgress(progress, Clock.systemUTC()));
    }

    /** Unless the user says otherwise, as many slots as this one job can use: each has a connection of its own to open. */
    private Map<String, String> settings() {
        int perspectives = job.perspectives().isEmpty()
                ? environment.perspectives().size()
                : job.perspectives().size();
        Map<String, String> all = new HashMap<>();
        all.put("worker.slots", Integer.toString(Math.min(perspectives, MOST_SLOTS)));
        all.put("lead.slots", "1");
        all.putAll(settings);
        all.putAll(OneProcess.NO_DRAIN);
        return all;
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
