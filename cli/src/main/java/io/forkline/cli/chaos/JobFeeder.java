package io.forkline.cli.chaos;

import io.forkline.cli.chaos.plan.PlannedJob;
import io.forkline.cli.chaos.process.ModelServer;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.Targets;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes the jobs of a plan at their moments, with what goes wrong around them, and cancels some. Safe for several threads. */
final class JobFeeder {

    private final ForklineClient client;
    private final ForklineClient differing;
    private final JsonProducer json;
    private final Path directory;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    private record Step(Duration at, String what, Persistently.Attempt attempt) {}

    /**
     * @param differing a client that partitions differently
     * @param json publishes those that come as JSON
     * @param directory what jobs of kind directory look at
     */
    JobFeeder(ForklineClient client, ForklineClient differing, JsonProducer json, Path directory) {
        this.client = client;
        this.differing = differing;
        this.json = json;
        this.directory = directory;
    }

    /** Returns when all are published. */
    void feed(List<PlannedJob> jobs, Clockwork clock) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        jobs.forEach(job -> steps.addAll(steps(job)));
        steps.sort(Comparator.comparing(Step::at));
        for (Step step : steps) {
            clock.await(step.at());
            Persistently.run(step.what(), step.attempt());
        }
    }

    /** Ids of those that the cluster says it has. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    private List<Step> steps(PlannedJob planned) {
        List<Step> steps = new ArrayList<>();
        String name = "publishing " + planned.id();
        steps.add(new Step(planned.at(), name, () -> publish(planned)));
        planned.twice().ifPresent(later -> steps.add(new Step(planned.at().plus(later), name, () -> submit(planned))));
        planned.reusedAt()
                .ifPresent(later -> steps.add(
                        new Step(planned.at().plus(later), name, () -> client.submit(job(planned, "somebody else")))));
        planned.cancel()
                .ifPresent(later -> steps.add(new Step(
                        planned.at().plus(later),
                        "cancelling " + planned.id(),
                        () -> client.cancel(new JobId(planned.id()), "chaos"))));
        return steps;
    }

    private void publish(PlannedJob planned) throws InterruptedException {
        if (planned.json()) {
            json.publish(planned, target(planned));
            acknowledged.add(planned.id());
        } else {
            submit(planned);
        }
    }

    private void submit(PlannedJob planned) throws InterruptedException {
        (planned.stray() ? differing : client).submit(job(planned, planned.tenant()));
        acknowledged.add(planned.id());
    }

    private Job job(PlannedJob planned, String tenant) {
        Job.Builder job = Job.builder(planned.environment(), target(planned))
                .id(new JobId(planned.id()))
                .perspectives(planned.perspectives())
                .deadline(planned.deadline())
                .lead(planned.lead())
                .baseline(planned.baseline())
                .tenant(tenant)
                .priority(planned.priority());
        if (planned.lead() != LeadMode.NONE) {
            job.leadInstructions(ModelServer.instructions(planned.id()));
        }
        return job.build();
    }

    private Target target(PlannedJob planned) {
        return planned.directory()
                ? Targets.directory(directory)
                : Targets.inline(Map.of(
                        "wait",
                        Integer.toString(planned.waitMs()),
                        "breaks",
                        planned.breaks() ? "1" : "0",
                        "README",
                        "The target of " + planned.id()));
    }
}
