package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.connection.ClusterConnection;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows which dead letters there are. */
@Command(
        name = "list",
        description = {
            "Shows the dead letters of a cluster, newest last: id (partition-offset), when, where from, who met it and why.",
            ""
        },
        footer = {
            "",
            "It ends where the topic ended when it began.",
            "",
            "Examples:",
            "  forkline dead-letters list --topic jobs --from 2h",
            "  forkline dead-letters list --json | jq -r 'select(.cause == \"UNREADABLE\").id'"
        })
public final class DeadLettersListCommand implements Callable<Integer> {

    private static final int USUAL_LIMIT = 100;

    private final Host host;
    private final Clock clock;

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, the newest; default " + USUAL_LIMIT + ", with --json all.")
    private @Nullable Integer limit;

    @Option(names = "--json", description = "One JSON document a line.")
    private boolean json;

    @Mixin
    private LetterSource source = new LetterSource();

    public DeadLettersListCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (limit != null && limit < 1) {
            throw CommandException.usage("--limit takes a number from 1, this is " + limit);
        }
        ClusterConnection connection = source.connection(host);
        Predicate<Letter> meant = filter.predicate(connection.layout(), clock.instant());
        try (LetterLog log = LetterSource.open(connection)) {
            Newest newest = new Newest(limit != null ? limit : json ? Integer.MAX_VALUE : USUAL_LIMIT, meant);
            ReadingProgress.read(log, host.terminal(), newest::see);
            if (json) {
                newest.kept.forEach(row -> host.terminal().out().println(Text.escape(row.json())));
            } else {
                print(newest, connection, log.topic());
            }
        }
        return ExitCode.COMPLETE;
    }

    private void print(Newest newest, ClusterConnection connection, String topic) {
        Terminal terminal = host.terminal();
        if (newest.seen == 0) {
            terminal.out().println("There are no dead letters in " + topic + ".");
            return;
        }
        if (newest.meant == 0) {
            terminal.out()
                    .println("None of the " + Text.count(newest.seen, "dead letter") + " in " + topic + " is meant.");
            return;
        }
        LetterTable.of(newest.kept, connection.layout(), terminal).forEach(terminal.out()::println);
        terminal.out().println("\n" + summary(newest, topic));
    }

    private static String summary(Newest newest, String topic) {
        String found = Text.count(newest.meant, "dead letter") + " in " + topic;
        return newest.meant > newest.kept.size()
                ? "The newest " + newest.kept.size() + " of " + found + "; --limit shows more"
                : found;
    }

    /** The newest letters that are meant, as far as they are shown: values may be large, and so are not kept. */
    private static final class Newest {

        private final int most;
        private final Predicate<Letter> filter;
        private final Deque<LetterRow> kept = new ArrayDeque<>();
        private long seen;
        private long meant;

        Newest(int most, Predicate<Letter> filter) {
            this.most = most;
            this.filter = filter;
        }

        void see(Letter letter) {
            seen++;
            if (filter.test(letter)) {
                meant++;
                kept.add(LetterRow.of(letter));
                if (kept.size() > most) {
                    kept.remove();
                }
            }
        }
    }
}
