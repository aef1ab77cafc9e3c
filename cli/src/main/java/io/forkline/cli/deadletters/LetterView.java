package io.forkline.cli.deadletters;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.deadletter.DeadLetter;
import org.apache.kafka.common.header.Header;

/** One dead letter in all its parts. Whatever the record brought is escaped. */
final class LetterView {

    /** What of a value is shown as bytes. */
    static final int MOST_DUMPED_BYTES = 4_096;

    private final Terminal terminal;

    LetterView(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Letter letter, ValueText value) {
        print(terminal.paint(Ink.BOLD, "Dead letter " + letter.id()) + ", from " + letter.buriedAt());
        letter.said().ifPresentOrElse(this::print, () -> print("It is " + LetterTable.NOT_OURS + ": others wrote it."));
        field(
                "redrives",
                letter.redrives()
                        .map(redrives -> Integer.toString(redrives.count()))
                        .orElse("the header is not a number"));
        if (letter.bytesCut() > 0) {
            field("cut", "by " + Text.count(letter.bytesCut(), "byte") + ", as no topic holds all of the record");
        }
        printHeaders(letter);
        heading("Key", letter.key() == null ? "none" : Text.count(letter.key().length, "byte"));
        if (letter.key() != null) {
            print("  " + BytesText.line(letter.key()));
        }
        printValue(letter, value);
    }

    private void print(DeadLetter said) {
        field("cause", Text.escape(said.cause()));
        field("message", Text.escape(said.message()));
        field("origin", Text.escape(said.topic()) + "-" + said.partition() + "@" + said.offset());
        field("attempt", Integer.toString(said.attempt()));
        field("component", Text.escape(said.component()));
    }

    private void printHeaders(Letter letter) {
        Header[] headers = letter.headers().toArray();
        heading("Headers of the record", headers.length == 0 ? "none" : Integer.toString(headers.length));
        for (Header header : headers) {
            print("  " + terminal.paint(Ink.DIM, Text.escape(header.key())) + "  " + BytesText.line(header.value()));
        }
    }

    private void printValue(Letter letter, ValueText value) {
        byte[] bytes = letter.value();
        if (bytes == null) {
            heading("Value", "none");
            return;
        }
        switch (value) {
            case ValueText.Readable readable -> {
                heading("Value", Text.count(bytes.length, "byte") + ", a " + readable.type());
                readable.tree().toPrettyString().lines().forEach(line -> print("  " + Text.escape(line)));
            }
            case ValueText.Unreadable unreadable -> {
                heading("Value", Text.count(bytes.length, "byte") + ", not decoded: " + Text.escape(unreadable.why()));
                BytesText.dump(bytes, MOST_DUMPED_BYTES).forEach(line -> print("  " + line));
                if (bytes.length > MOST_DUMPED_BYTES) {
                    print("  " + Text.count(bytes.length - MOST_DUMPED_BYTES, "further byte")
                            + "; --raw FILE writes them all");
                }
            }
        }
    }

    private void heading(String name, String what) {
        print("\n" + terminal.paint(Ink.HEADING, name) + ": " + what);
    }

    private void field(String name, String value) {
        print("  " + terminal.paint(Ink.DIM, Text.format("%-10s", name)) + " " + value);
    }

    private void print(String line) {
        terminal.out().println(line);
    }
}
