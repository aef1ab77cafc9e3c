package io.forkline.producer;

import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.Replay;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.report.BoundedReports;
import io.forkline.schemas.report.RecordSize;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.List;

/** The reports of a result that a replay of what failed reuses. They travel in its record, and so are cut where that is full. */
final class ReusableReports {

    /** For the key, the headers and the framing, and for what the planner adds when it sends a report on. */
    private static final int HEADROOM_BYTES = 64 * 1024;

    private static final int MOST_BYTES = ForklineTopic.JOBS.maxMessageBytes() - HEADROOM_BYTES;

    private ReusableReports() {}

    /** @throws NotReplayableException when all perspectives gave one, so that nothing would run */
    static List<PerspectiveReport> of(JobResult result) {
        List<PerspectiveReport> ok = result.getReports().stream()
                .filter(report -> report.getOutcome() == ReportOutcome.OK)
                .toList();
        if (!ok.isEmpty() && result.getMissing().isEmpty()) {
            throw new NotReplayableException("has no perspective that failed in " + result.getRunId());
        }
        return ok;
    }

    /**
     * The record with its replay, within what its topic takes. The rule is that of results: all reports get the same share, and
     * those above it lose issues from their ends, then their texts.
     */
    static JobRequested fitted(JobRequested.Builder job, Replay.Builder replay) {
        Replay whole = replay.build();
        JobRequested without = JobRequested.newBuilder(job)
                .setReplay(Replay.newBuilder(whole).setReused(List.of()).build())
                .build();
        long left = MOST_BYTES - RecordSize.bytes(without);
        List<PerspectiveReport> bounded = left <= 0
                ? whole.getReused()
                : BoundedReports.of(whole.getReused(), (int) left).reports();
        long bytes = bounded.stream().mapToLong(RecordSize::bytes).sum();
        if (bytes > left) {
            throw new NotReplayableException("has reports that were fine of " + bytes + " bytes, cut as far as they can"
                    + " be, and its record has room for " + Math.max(0, left) + "; replay all of it");
        }
        return job.setReplay(Replay.newBuilder(whole).setReused(bounded).build())
                .build();
    }
}
