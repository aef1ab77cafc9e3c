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
        @Nullable String contentHash) {

    public Answer {
        reports = List.copyOf(reports);
        missing = List.copyOf(missing);
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
                result.getContentHash());
    }
}
