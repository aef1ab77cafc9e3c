package io.forkline.cli.replay;

import io.forkline.cli.CommandException;
import io.forkline.cli.job.Moment;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.ResultStatus;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which jobs are to be replayed, as the caller says it. */
final class FilterOptions {

    @Parameters(arity = "0..*", paramLabel = "JOB", description = "Jobs with these ids.")
    private List<String> positional = List.of();

    @Option(names = "--job", paramLabel = "ID", description = "The same; may be given again.")
    private List<String> named = List.of();

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Jobs asked for by a record in this partition of the topic of jobs.")
    private @Nullable Integer partition;

    @Option(
            names = "--from-offset",
            paramLabel = "N",
            description = "... and from this offset on. Offsets count within a partition, so give --partition too.")
    private @Nullable Long firstOffset;

    @Option(names = "--to-offset", paramLabel = "N", description = "... and up to this offset, which is included.")
    private @Nullable Long lastOffset;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Jobs asked for at this time (2026-11-28T10:00:00Z) or so long ago (2h), or later.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Jobs asked for then or earlier; likewise.")
    private @Nullable String to;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "Jobs whose latest result is so: complete, partial, failed, cancelled; with commas between.")
    private List<ResultStatus> statuses = List.of();

    @Option(
            names = "--only-failed",
            description = "Jobs in whose latest run a perspective gave no OK report, and of those only these"
                    + " perspectives: the reports that were fine are reused.")
    private boolean onlyFailed;

    /**
     * What it comes to.
     *
     * @throws CommandException when it says nothing, or something that cannot be
     */
    ReplayFilter filter(Instant now) {
        if (partition == null && (firstOffset != null || lastOffset != null)) {
            throw CommandException.usage("offsets count within a partition: give --partition too");
        }
        ReplayFilter filter = new ReplayFilter(
                ids(),
                partition == null ? OptionalInt.empty() : OptionalInt.of(partition),
                optional(firstOffset),
                optional(lastOffset),
                time("--from", from, now),
                time("--to", to, now),
                new HashSet<>(statuses),
                onlyFailed);
        if (filter.isEmpty()) {
            throw CommandException.usage("say which jobs to replay: their ids, --partition with --from-offset and"
                    + " --to-offset, --from and --to, --status, or --only-failed");
        }
        return filter;
    }

    private Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>(positional);
        ids.addAll(named);
        for (String id : ids) {
            try {
                new JobId(id);
            } catch (IllegalArgumentException e) {
                throw CommandException.usage(String.valueOf(e.getMessage()), e);
            }
        }
        return ids;
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static Optional<Instant> time(String option, @Nullable String text, Instant now) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Moment.parse(text, now)
                .orElseThrow(
                        () -> CommandException.usage(option + " takes a time (2026-11-28T10:00:00Z) or how long ago"
                                + " (2h), and '" + text + "' is neither")));
    }
}
