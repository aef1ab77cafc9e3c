package io.forkline.cli.snapshots;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.ResultStream;
import io.forkline.producer.StartingPoint;
import io.forkline.sandbox.Snapshot;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.SandboxInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was made from a snapshot, as the results say that a cluster still has.
 *
 * @param forks in the order of their results
 * @param ofOtherSnapshots forks of the same environment whose reports name another snapshot, or none
 */
record Descent(List<Fork> forks, int ofOtherSnapshots) {

    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A fork, and the report that it made. */
    record Fork(
            String runId, String perspective, String outcome, String forkId, String target, String host, Instant at) {

        static Fork of(JobResult result, PerspectiveReport report, SandboxInfo sandbox) {
            return new Fork(
                    result.getRunId(),
                    report.getPerspective(),
                    report.getOutcome().name(),
                    sandbox.getForkId(),
                    sandbox.getTargetDigest(),
                    sandbox.getHost(),
                    report.getTimings() == null
                            ? result.getFinishedAt()
                            : report.getTimings().getStartedAt());
        }
    }

    /** Reads all results of a cluster. */
    static Descent find(ClusterConnection connection, Snapshot snapshot) throws InterruptedException {
        List<Fork> forks = new ArrayList<>();
        int others = 0;
        try (ForklineClient client = ForklineClient.connect(connection);
                ResultStream results = client.results(new StartingPoint.Beginning())) {
            for (Optional<JobResult> next = results.next(QUIET); next.isPresent(); next = results.next(QUIET)) {
                for (PerspectiveReport report : next.get().getReports()) {
                    SandboxInfo sandbox = report.getSandbox();
                    if (sandbox == null
                            || !sandbox.getEnvironmentId().equals(snapshot.id().value())) {
                        continue;
                    }
                    if (snapshot.digest().equals(sandbox.getSnapshotDigest())) {
                        forks.add(Fork.of(next.get(), report, sandbox));
                    } else {
                        others++;
                    }
                }
            }
        }
        return new Descent(List.copyOf(forks), others);
    }

    ArrayNode json() {
        ArrayNode array = JSON.createArrayNode();
        forks.forEach(fork -> array.addObject()
                .put("runId", fork.runId())
                .put("perspective", fork.perspective())
                .put("outcome", fork.outcome())
                .put("forkId", fork.forkId())
                .put("targetDigest", fork.target())
                .put("host", fork.host())
                .put("startedAt", fork.at().toString()));
        return array;
    }
}
