package io.forkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command that a page of ours shows is one, with options that it has and values that they take. */
class DocumentedCommandsTest {

    /** Up to the end of the code, of the line, or to what a shell would take; a comment behind it is for the reader. */
    private static final Pattern COMMAND = Pattern.compile("\\./forkline ([^`|)\\n#]+)");

    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    private static final Pattern PAGES =
            Pattern.compile("README\\.md|CONTRIBUTING\\.md|docs/[a-z-]+\\.md|[a-z-]+/README\\.md");

    @ParameterizedTest
    @MethodSource("commands")
    void isACommand(String command) {
        Host host = new TestHost(TestHost.HOME).host();
        CommandLine commandLine = ForklineCommand.commandLine(host, new Failures(host.terminal(), Stop.never()));

        assertThatCode(() -> parse(commandLine, command)).doesNotThrowAnyException();
    }

    /** A page may name a command without what it is to work on. */
    private static void parse(CommandLine commandLine, String command) {
        try {
            commandLine.parseArgs(
                    WORD.matcher(command).results().map(MatchResult::group).toArray(String[]::new));
        } catch (CommandLine.MissingParameterException bare) {
            assertThat(command).doesNotContain("--");
        }
    }

    @Test
    void pagesForOperatorsShowTheirCommands() throws IOException {
        assertThat(commands()).contains("jobs list --status failed,partial --since 1h", "topics create", "chaos");
    }

    static List<String> commands() throws IOException {
        try (Stream<Path> files = Files.walk(TestHost.PROJECT, 2)) {
            return files.filter(file -> PAGES.matcher(
                                    TestHost.PROJECT.relativize(file).toString())
                            .matches())
                    .flatMap(DocumentedCommandsTest::commands)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> commands(Path page) {
        try {
            return COMMAND.matcher(Files.readString(page))
                    .results()
                    .map((MatchResult found) -> found.group(1).strip())
                    .filter(command -> !command.endsWith("..."))
                    .map(command -> command.replaceFirst(" -->$", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
