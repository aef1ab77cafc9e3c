package io.forkline.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {

    private static final TopicsSeen NO_TOPICS = new TopicsSeen(List.of(), List.of(), List.of(), List.of(), List.of());
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));

    @TempDir
    private Path root;

    @BeforeEach
    void create() throws Exception {
        Files.createDirectory(root.resolve("folder"));
        Files.writeString(root.resolve("folder/file"), "text");
        Files.createSymbolicLink(root.resolve("link"), Path.of("folder"));
        for (String name : List.of("folder/file", "folder", "")) {
            Files.setLastModifiedTime(root.resolve(name), LONG_AGO);
        }
    }

    @Test
    void whatIsLeftAloneIsAsBefore() throws Exception {
        assertThat(violations(HostFiles.of(List.of(root)))).isEmpty();
    }

    @Test
    void contentIsSeenAlsoWhereTheTimeWasSetBack() throws Exception {
        HostFiles before = HostFiles.of(List.of(root));

        Files.writeString(root.resolve("folder/file"), "Text");
        Files.setLastModifiedTime(root.resolve("folder/file"), LONG_AGO);

        assertThat(violations(before)).containsExactly(root.resolve("folder/file") + " has changed");
    }

    @Test
    void permissionsAndLinksAreSeen() throws Exception {
        HostFiles before = HostFiles.of(List.of(root));

        Files.setPosixFilePermissions(root.resolve("folder/file"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.delete(root.resolve("link"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("/etc"));
        Files.setLastModifiedTime(root, LONG_AGO);

        assertThat(violations(before))
                .containsExactly(root.resolve("folder/file") + " has changed", root.resolve("link") + " has changed");
    }

    @Test
    void fileThatCameAndWentIsSeenByTheTimeOfItsFolder() throws Exception {
        HostFiles before = HostFiles.of(List.of(root));

        Files.delete(Files.createFile(root.resolve("folder/brief")));

        assertThat(violations(before)).containsExactly(root.resolve("folder") + " has changed");
    }

    @Test
    void newAndLostFilesAreNamed() throws Exception {
        HostFiles before = HostFiles.of(List.of(root));

        Files.createFile(root.resolve("new"));
        Files.delete(root.resolve("folder/file"));
        Files.setLastModifiedTime(root.resolve("folder"), LONG_AGO);
        Files.setLastModifiedTime(root, LONG_AGO);

        assertThat(violations(before))
                .containsExactly(root.resolve("folder/file") + " is gone", root.resolve("new") + " is new");
    }

    private List<String> violations(HostFiles before) throws Exception {
        return new NoHostFileChanged(before, HostFiles.of(List.of(root))).violations(NO_TOPICS);
    }
}
