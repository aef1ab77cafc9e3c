package io.forkline.cli.history;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.ResultStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a result says, without the issues and the verdict, but with why there is none. */
public record Answer(
        ResultStatus status,
        @Nullable String error,
        @Nullable String leadAbsence,
        String environment,
        String tenant,
        List<Reported> reports,
        List<MissingPerspective> missing,
        Instant submittedAt,
        Instant finishedAt,
        Origin origin,
        boolean admitted,
        @Nullable String contentHash,
        @Nullable String replayOf) {

    public Answer {
        reports = List.copyOf(reports);
        missing = List.copyOf(missing);
    }

    /** Whether a perspective ran, or should have, and gave nothing that a replay could reuse. */
    public boolean hasFailed() {
        return !missing.isEmpty() || reports.stream().noneMatch(Reported::isOk);
    }

    /** The perspectives whose reports were fine. */
    public List<String> fine() {
        return reports.stream()
                .filter(Reported::isOk)
                .map(Reported::perspective)
                .toList();
    }

    static Answer of(JobResult result) {
        return new Answer(
                result.getStatus(),
                result.getError(),
                result.getLeadAbsence(),
                result.getEnvironment(),
                result.getTenant(),
                result.getReports().stream().map(Reported::of).toList(),
                result.getMissing(),
                result.getSubmittedAt(),
                result.getFinishedAt(),
                result.getOrigin(),
                result.getAdmitted(),
                result.getContentHash(),
                result.getReplayOf());
    }
}
