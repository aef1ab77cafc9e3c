package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says of each dead letter what became of it, as it happens, and counts. */
final class RedriveReport {

    private static final int SAMPLE = 10;
    private static final int MOST_IDS = 10;

    private final Terminal terminal;
    private final List<LetterId> all;
    private final Map<String, Integer> wouldGo = new TreeMap<>();
    private int redriven;
    private int refused;

    RedriveReport(Terminal terminal, List<LetterId> all) {
        this.terminal = terminal;
        this.all = List.copyOf(all);
    }

    void redriven(LetterId id, Redriver.Outcome.Written written, Verdict.Send send) {
        redriven++;
        print(terminal.paint(Ink.GREEN, "redriven ") + " " + id + " to " + written.topic() + "-" + written.partition()
                + "@" + written.offset() + ", redrive "
                + send.redrives().count() + moved(send));
    }

    /** A dry run shows the first ones. */
    void wouldGo(LetterId id, Verdict.Send send) {
        if (total() < SAMPLE) {
            print("would go  " + id + " to " + send.topic()
                    + (send.partition().isPresent() ? "-" + send.partition().getAsInt() : "") + ", redrive "
                    + send.redrives().count() + moved(send));
        }
        wouldGo.merge(send.topic(), 1, Integer::sum);
    }

    void refused(LetterId id, String why) {
        refused++;
        print(terminal.paint(Ink.YELLOW, "refused  ") + " " + id + ": " + Text.clean(why));
    }

    /**
     * The end of a dry run.
     *
     * @throws CommandException when something would be refused
     */
    void endDryRun() {
        if (total() > SAMPLE) {
            print("... and " + (total() - SAMPLE) + " more");
        }
        StringBuilder topics = new StringBuilder();
        wouldGo.forEach((topic, count) -> topics.append(topics.isEmpty() ? ": " : ", ")
                .append(topic)
                .append(" ")
                .append(count));
        print("\nWould redrive " + Text.count(total(), "dead letter") + topics + "; nothing was written");
        requireNoneRefused("would not be redriven");
    }

    /**
     * The end.
     *
     * @throws CommandException when something was refused
     */
    void end() {
        print("\nRedrove " + Text.count(redriven, "dead letter") + "; the topic of the dead letters keeps all of them");
        requireNoneRefused("not redriven");
    }

    /** What is done and what is not, where it ends with this letter, of which nobody knows. */
    String stoppedAt(LetterId id) {
        List<LetterId> left = all.subList(all.indexOf(id) + 1, all.size());
        StringBuilder text = new StringBuilder("Stopped at " + id + ", which may be redriven all the same; ")
                .append(redriven)
                .append(" redriven, ")
                .append(refused)
                .append(" refused, ")
                .append(left.size())
                .append(" not tried");
        if (!left.isEmpty()) {
            text.append(": ")
                    .append(String.join(
                            " ",
                            left.stream()
                                    .limit(MOST_IDS)
                                    .map(LetterId::toString)
                                    .toList()));
        }
        return left.size() <= MOST_IDS ? text.toString() : text + " ...";
    }

    private int total() {
        return wouldGo.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void requireNoneRefused(String what) {
        if (refused > 0) {
            throw CommandException.failed(
                    refused + " of " + Text.count(all.size(), "dead letter") + " " + what
                            + "; the lines that say refused say why",
                    null);
        }
    }

    private static String moved(Verdict.Send send) {
        return send.partition().isPresent() ? "" : " (its partition is not there any more, so its key decides)";
    }

    private void print(String line) {
        terminal.out().println(line);
    }
}
