package io.forkline.aggregator.run;

import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.ResultStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a run that was not cancelled ended.
 *
 * @param error why it failed
 */
record Status(ResultStatus status, Optional<String> error) {

    /** Judged by what is missing: nothing, everything, something required, or something else. */
    static Status of(JoinedReports reports, List<MissingPerspective> missing) {
        if (!reports.anyOk()) {
            return failed("no perspective gave an OK report");
        }
        if (missing.isEmpty()) {
            return new Status(ResultStatus.COMPLETE, Optional.empty());
        }
        String required = missing.stream()
                .filter(MissingPerspective::getRequired)
                .map(MissingPerspective::getPerspective)
                .collect(Collectors.joining(", "));
        return required.isEmpty()
                ? new Status(ResultStatus.PARTIAL, Optional.empty())
                : failed("required perspectives gave no OK report: " + required);
    }

    private static Status failed(String error) {
        return new Status(ResultStatus.FAILED, Optional.of(error));
    }
}
