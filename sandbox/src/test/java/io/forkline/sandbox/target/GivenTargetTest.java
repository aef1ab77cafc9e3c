package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.SandboxException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenTargetTest {

    private static final Optional<String> NONE = Optional.empty();
    private static final String COMMIT = "0123456789".repeat(4);

    @TempDir
    Path folder;

    @Test
    void aDirectoryAndAFileAreWhatTheyAre() throws Exception {
        Path file = Files.createFile(folder.resolve("x.git"));

        assertThat(parse(folder.toString(), NONE)).isEqualTo(TargetSource.Directory.of(folder));
        assertThat(parse(folder.toUri().toString(), NONE)).isEqualTo(TargetSource.Directory.of(folder));
        assertThat(parse(file.toString(), NONE)).isEqualTo(TargetSource.Archive.of(file));
    }

    @Test
    void aDirectoryWithARefIsARepository() throws Exception {
        assertThat(parse(folder.toString(), Optional.of("v1")))
                .isEqualTo(new TargetSource.Git("file://" + folder + "/", NONE, Optional.of("v1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://host/x.zip", "https://host/x-1.0.tar.gz", "http://host/X.TGZ", "https://host/x.whl?a=b"
            })
    void aUrlThatEndsAsAnArchiveIsOne(String url) throws Exception {
        assertThat(parse(url, NONE)).isEqualTo(new TargetSource.Archive(URI.create(url), NONE));
    }

    @Test
    void anyOtherUrlIsARepository() throws Exception {
        assertThat(parse("https://host/x", NONE)).isEqualTo(new TargetSource.Git("https://host/x", NONE, NONE));
        assertThat(parse("https://host/x.git#main", NONE))
                .isEqualTo(new TargetSource.Git("https://host/x.git", NONE, Optional.of("main")));
        assertThat(parse("https://host/x.git#main", Optional.of("other")))
                .isEqualTo(new TargetSource.Git("https://host/x.git", NONE, Optional.of("other")));
        assertThat(parse("git+https://host/x.git#" + COMMIT, NONE))
                .isEqualTo(new TargetSource.Git("https://host/x.git", Optional.of(COMMIT), NONE));
        assertThat(parse("git@host:team/x.git#v1", NONE))
                .isEqualTo(new TargetSource.Git("git@host:team/x.git", NONE, Optional.of("v1")));
    }

    @Test
    void whatDoesNotExistIsSaid() {
        assertThatThrownBy(() -> parse("no/such/path", NONE))
                .isInstanceOf(SandboxException.class)
                .hasMessageStartingWith("there is no file or directory no/such/path;");
        assertThatThrownBy(() -> parse("https://host/x.git#--evil", NONE))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("\"--evil\" is not a branch or tag of git");
    }

    private static TargetSource parse(String given, Optional<String> ref) throws SandboxException {
        return TargetSource.parse(given, ref);
    }
}
