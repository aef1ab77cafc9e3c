package io.forkline.cli.kafka;

import io.forkline.cli.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code docs/security.md}, as its readers copy from it. */
record SecurityDoc(String text) {

    private static final Path FILE = TestHost.PROJECT.resolve("docs/security.md");
    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TABLE =
            Pattern.compile("(<!-- ./forkline topics acls --format markdown -->\n)(.*?)(<!-- end -->)", Pattern.DOTALL);

    static SecurityDoc read() throws IOException {
        return new SecurityDoc(Files.readString(FILE));
    }

    /** The one example of a configuration file that says this. */
    String example(String part) {
        List<String> found = PROPERTIES
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(example -> example.contains(part))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " examples with " + part);
        }
        return found.getFirst();
    }

    /** How many examples there are. */
    long examples() {
        return PROPERTIES.matcher(text).results().count();
    }

    /** The table of ACLs. */
    String acls() {
        return TABLE.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(2))
                .findFirst()
                .orElse("");
    }
}
