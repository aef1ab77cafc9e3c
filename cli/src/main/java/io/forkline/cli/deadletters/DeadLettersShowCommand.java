package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.report.OutputFile;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.connection.ClusterConnection;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one dead letter. */
@Command(
        name = "show",
        description = {
            "Shows why a record is a dead letter, its headers, its key and its value: decoded where the schema registry"
                    + " has the schema and the bytes fit it, else in hexadecimal. Control characters are escaped.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  forkline dead-letters show 0-17",
            "  forkline dead-letters show 0-17 --raw value.bin"
        })
public final class DeadLettersShowCommand implements Callable<Integer> {

    private static final String STDOUT = "-";

    private final Host host;

    @Parameters(
            arity = "1",
            paramLabel = "ID",
            converter = LetterIdConverter.class,
            description = "partition-offset, as list shows it, for example 0-17.")
    private LetterId id = new LetterId(0, 0);

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Write the bytes of the value there, and nothing else; - for stdout.")
    private @Nullable String raw;

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    @Mixin
    private LetterSource source = new LetterSource();

    public DeadLettersShowCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        check();
        ClusterConnection connection = source.connection(host);
        Letter letter;
        try (LetterLog log = LetterSource.open(connection)) {
            letter = log.find(id).orElseThrow(() -> missing(log));
        }
        if (raw != null) {
            write(letter);
            return ExitCode.COMPLETE;
        }
        ValueText value = ValueText.of(letter, connection);
        if (json) {
            host.terminal()
                    .out()
                    .println(Text.escape(LetterJson.whole(letter, value).toString()));
        } else {
            new LetterView(host.terminal()).print(letter, value);
        }
        return ExitCode.COMPLETE;
    }

    private void check() {
        if (raw == null) {
            return;
        }
        if (json) {
            throw CommandException.usage("--raw writes bytes and --json text: give one of them");
        }
        if (!raw.equals(STDOUT)) {
            output(raw).check();
        } else if (host.terminal().outIsTerminal()) {
            throw CommandException.usage("the bytes of a dead letter may do anything to a terminal; give --raw a file,"
                    + " or send standard output elsewhere");
        }
    }

    private void write(Letter letter) {
        Terminal terminal = host.terminal();
        byte[] bytes = letter.value();
        if (bytes == null) {
            throw CommandException.failed("dead letter " + id + " has no value that could be written", null);
        }
        if (STDOUT.equals(raw)) {
            terminal.out().write(bytes, 0, bytes.length);
            terminal.out().flush();
        } else {
            OutputFile file = output(String.valueOf(raw));
            file.write(bytes);
            terminal.err().println("The value, " + Text.count(bytes.length, "byte") + ", is in " + file.path());
        }
        if (letter.bytesCut() > 0) {
            terminal.err()
                    .println("! the record was cut by " + Text.count(letter.bytesCut(), "byte")
                            + " when it was buried, so this is not all of it");
        }
    }

    private CommandException missing(LetterLog log) {
        return CommandException.failed(
                "there is no dead letter " + id + " in " + log.topic() + "; its offsets are now " + log.range()
                        + ", and `forkline dead-letters list` shows which of them are letters",
                null);
    }

    private static OutputFile output(String file) {
        return new OutputFile(Path.of(file), "--raw");
    }
}
