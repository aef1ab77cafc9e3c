package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.TargetTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the tests of targets do to a store. */
final class Stores {

    private Stores() {}

    static TargetStore small(Path home) throws SandboxException {
        return TargetStore.open(home, new TargetLimits(1000, 600, 10, 3));
    }

    /** Names of the files and links of a tree, in order. */
    static List<String> names(TargetTree tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree.root())) {
            return all.filter(path -> Files.isSymbolicLink(path) || !Files.isDirectory(path))
                    .map(path -> tree.root().relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Why a source is refused for good; and that nothing of it is left. */
    static String refusal(TargetStore store, Path home, TargetSource source) throws IOException {
        SandboxException refused = catchThrowableOfType(SandboxException.class, () -> store.fetch(source));
        assertThat(refused).isNotNull();
        assertThat(refused.isRetryable()).isFalse();
        assertNothingIsStaged(home);
        return refused.getMessage();
    }

    static void assertNothingIsStaged(Path home) throws IOException {
        try (Stream<Path> staged = Files.list(home.resolve("staging"))) {
            assertThat(staged).isEmpty();
        }
    }

    static TargetSource.Inline inline(String path, String content) {
        return new TargetSource.Inline(Map.of(path, content.getBytes(StandardCharsets.UTF_8)));
    }

    static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
