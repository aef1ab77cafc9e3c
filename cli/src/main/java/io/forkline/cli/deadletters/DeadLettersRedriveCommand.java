package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.schemas.connection.ClusterConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes the records of dead letters again. */
@Command(
        name = "redrive",
        description = {
            "Publishes the records of dead letters again, where they came from: the same key, value and headers, and one"
                    + " header more that counts (forkline-redrives). The dead letters stay. One that fails again is a new"
                    + " dead letter, with the count.",
            ""
        },
        footer = {
            "",
            "Name what was repaired, by ids or by --topic and --cause; --all is all, also what was redriven",
            "before. --from and --to narrow that. Refused is a record that was cut, or whose topic is gone",
            "or is not Forkline's.",
            "",
            "Examples:",
            "  forkline dead-letters redrive 0-17 0-21",
            "  forkline dead-letters redrive --topic jobs --cause UNREADABLE --from 2h --dry-run",
            "",
            "Exit code 1 when one was refused; the others are redriven all the same."
        })
public final class DeadLettersRedriveCommand implements Callable<Integer> {

    private static final int MOST_REDRIVES = 1_000;

    private final Host host;
    private final Clock clock;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "partition-offset, as list shows it, for example 0-17.")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(names = "--all", description = "All there are.")
    private boolean all;

    @Option(
            names = "--max-redrives",
            paramLabel = "N",
            defaultValue = "3",
            description = "Refuse a record that was redriven so often; default ${DEFAULT-VALUE}.")
    private int maxRedrives;

    @Option(names = "--dry-run", description = "Only say what would go where: the number and the first ones.")
    private boolean dryRun;

    @Mixin
    private LetterSource source = new LetterSource();

    public DeadLettersRedriveCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        List<LetterId> named =
                ids.stream().map(LetterIdConverter::parse).distinct().toList();
        ClusterConnection connection = source.connection(host);
        Predicate<Letter> meant = filter.predicate(connection.layout(), clock.instant());
        try (LetterLog log = LetterSource.open(connection)) {
            List<LetterId> chosen = ids.isEmpty() ? matching(log, meant) : named;
            if (chosen.isEmpty()) {
                host.terminal().out().println("No dead letter in " + log.topic() + " is meant.");
                return ExitCode.COMPLETE;
            }
            RedriveRules rules =
                    new RedriveRules(connection.layout(), OriginTopics.partitions(connection), maxRedrives);
            RedriveReport report = new RedriveReport(host.terminal(), chosen);
            if (dryRun) {
                rehearse(log, chosen, rules, report);
            } else {
                redrive(connection, log, chosen, rules, report);
            }
        }
        return ExitCode.COMPLETE;
    }

    private void check() {
        if (maxRedrives < 1 || maxRedrives > MOST_REDRIVES) {
            throw CommandException.usage(
                    "--max-redrives takes a number from 1 to " + MOST_REDRIVES + ", this is " + maxRedrives);
        }
        if (!ids.isEmpty() && (all || filter.namesTopicOrCause() || filter.hasRange())) {
            throw CommandException.usage("give ids or a filter, not both");
        }
        if (ids.isEmpty() && !all && !filter.namesTopicOrCause()) {
            throw CommandException.usage("say which dead letters to redrive: ids, --topic, --cause, or --all of them");
        }
        if (all && filter.namesTopicOrCause()) {
            throw CommandException.usage("--all means every topic and cause: give it, or --topic and --cause");
        }
    }

    private List<LetterId> matching(LetterLog log, Predicate<Letter> meant) {
        List<LetterId> matching = new ArrayList<>();
        ReadingProgress.read(log, host.terminal(), letter -> {
            if (meant.test(letter)) {
                matching.add(letter.id());
            }
        });
        return matching;
    }

    private static void rehearse(LetterLog log, List<LetterId> chosen, RedriveRules rules, RedriveReport report) {
        for (LetterId id : chosen) {
            switch (verdict(log.find(id), rules, log)) {
                case Verdict.Send send -> report.wouldGo(id, send);
                case Verdict.Refuse refuse -> report.refused(id, refuse.why());
            }
        }
        report.endDryRun();
    }

    private void redrive(
            ClusterConnection connection,
            LetterLog log,
            List<LetterId> chosen,
            RedriveRules rules,
            RedriveReport report)
            throws InterruptedException {
        try (Redriver redriver = Redriver.open(connection)) {
            for (LetterId id : chosen) {
                try {
                    redrive(redriver, id, log, rules, report);
                } catch (InterruptedException | RuntimeException e) {
                    // The exception is told after this, and says why.
                    host.terminal().err().println(report.stoppedAt(id));
                    throw e;
                }
            }
        }
        report.end();
    }

    private static void redrive(Redriver redriver, LetterId id, LetterLog log, RedriveRules rules, RedriveReport report)
            throws InterruptedException {
        Optional<Letter> letter = log.find(id);
        switch (verdict(letter, rules, log)) {
            case Verdict.Refuse refuse -> report.refused(id, refuse.why());
            case Verdict.Send send -> {
                switch (redriver.send(letter.orElseThrow(), send)) {
                    case Redriver.Outcome.Written written -> report.redriven(id, written, send);
                    case Redriver.Outcome.Refused refused -> report.refused(id, refused.why());
                    case Redriver.Outcome.Broken broken ->
                        throw CommandException.failed(
                                "the cluster did not take the record: "
                                        + broken.cause().getMessage(),
                                broken.cause());
                }
            }
        }
    }

    private static Verdict verdict(Optional<Letter> letter, RedriveRules rules, LetterLog log) {
        return letter.map(rules::decide)
                .orElseGet(() -> new Verdict.Refuse(
                        "there is no such dead letter in " + log.topic() + "; its offsets are now " + log.range()));
    }
}
