package io.forkline.cli.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.record.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs as JSON. Field names are a promise to scripts. */
public final class JobJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JobJson() {}

    /** {@code {"jobs": [...]}}. */
    public static ObjectNode list(List<JobHistory> jobs, Snapshots snapshots) {
        ObjectNode root = NODES.objectNode();
        ArrayNode array = root.putArray("jobs");
        jobs.forEach(job -> array.add(summary(job, snapshots)));
        return root;
    }

    /** The summary, and {@code runs} with all that is known of each. */
    public static ObjectNode one(JobHistory job, Snapshots snapshots) {
        ObjectNode node = summary(job, snapshots);
        ArrayNode requests = node.putArray("requests");
        job.requests()
                .forEach(request -> requests.add(position(request.at())
                        .put("replay", request.replay())
                        .put("contentHash", request.contentHash())));
        ArrayNode runs = node.putArray("runs");
        job.runs().forEach(run -> runs.add(run(run, snapshots)));
        return node;
    }

    private static ObjectNode summary(JobHistory job, Snapshots snapshots) {
        Optional<RunHistory> run = job.pending().isPresent() ? Optional.empty() : job.latest();
        ObjectNode node = NODES.objectNode()
                .put("jobId", job.job().value())
                .put("state", job.stage(snapshots).name())
                .put("status", run.map(JobJson::status).orElse(null))
                .put("waitsFor", emptyAsNull(job.waitsFor(snapshots)))
                .put("environment", job.environment())
                .put("tenant", job.tenant())
                .put("submittedAt", job.submittedAt().map(Instant::toString).orElse(null))
                .put("runId", run.map(latest -> latest.run().toString()).orElse(null))
                .put("reportsDone", run.map(RunHistory::done).orElse(0))
                .put("reportsExpected", run.map(RunHistory::expected).orElse(0));
        return node.put("finishedAt", run.map(JobJson::finishedAt).orElse(null));
    }

    private static ObjectNode run(RunHistory run, Snapshots snapshots) {
        ObjectNode node = NODES.objectNode()
                .put("runId", run.run().toString())
                .put("replayOf", run.replayOf().orElse(null))
                .put("state", run.stage(snapshots).name())
                .put("status", status(run))
                .put("waitsFor", emptyAsNull(run.waitsFor(snapshots)))
                .put("error", run.answer().map(answer -> answer.value().error()).orElse(null))
                .put(
                        "leadAbsence",
                        run.answer().map(answer -> answer.value().leadAbsence()).orElse(null))
                .put("submittedAt", run.submittedAt().map(Object::toString).orElse(null))
                .put("finishedAt", finishedAt(run))
                .put(
                        "deadline",
                        run.plan()
                                .map(plan -> plan.value().getDeadline().toString())
                                .orElse(null));
        ArrayNode perspectives = node.putArray("perspectives");
        run.perspectives().forEach(perspective -> perspectives.add(perspective(perspective)));
        ArrayNode cancels = node.putArray("cancels");
        run.cancels()
                .forEach(cancel -> cancels.add(position(cancel.at())
                        .put("requestedAt", cancel.value().getRequestedAt().toString())
                        .put("requestedBy", cancel.value().getRequestedBy())
                        .put("reason", cancel.value().getReason())));
        ObjectNode lineage = node.putObject("lineage");
        lineage.set("job", run.origin().map(JobJson::origin).orElse(null));
        lineage.set("plan", run.plan().map(plan -> position(plan.at())).orElse(null));
        lineage.set(
                "rejection",
                run.rejection().map(rejection -> position(rejection.at())).orElse(null));
        lineage.set("result", run.answer().map(answer -> position(answer.at())).orElse(null));
        return node;
    }

    private static ObjectNode perspective(PerspectiveState perspective) {
        ObjectNode node = NODES.objectNode()
                .put("perspective", perspective.name())
                .put("required", perspective.required())
                .put("state", perspective.state())
                .put("attempts", perspective.attempts())
                .put("said", perspective.said());
        if (perspective.timings() != null) {
            node.put("queuedMs", perspective.timings().getQueuedMs())
                    .put("forkMs", perspective.timings().getForkMs())
                    .put("runMs", perspective.timings().getRunMs());
        }
        return node;
    }

    private static ObjectNode origin(Origin origin) {
        return NODES.objectNode()
                .put("topic", origin.getTopic())
                .put("partition", origin.getPartition())
                .put("offset", origin.getOffset());
    }

    private static ObjectNode position(Position at) {
        return NODES.objectNode()
                .put("topic", at.topic())
                .put("partition", at.partition())
                .put("offset", at.offset())
                .put("at", at.at().toString());
    }

    private static @Nullable String status(RunHistory run) {
        return run.answer().map(answer -> answer.value().status().name()).orElse(null);
    }

    private static @Nullable String finishedAt(RunHistory run) {
        return run.answer()
                .map(answer -> answer.value().finishedAt().toString())
                .orElse(null);
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
