package io.forkline.cli.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideTest {

    @TempDir
    private Path folder;

    @Test
    void blocksWithALanguageAreRunAndTextIsWhatTheOneInFrontPrints() throws Exception {
        Path page = Files.writeString(
                folder.resolve("page.md"),
                "# Page\n\n```bash\necho a\n```\n```text\na\n```\n\n    not run\n\n```java\nx();\n```\n");

        assertThat(Guide.read(page).blocks())
                .containsExactly(
                        new Guide.Block("bash", "echo a\n", 3, List.of("a")),
                        new Guide.Block("java", "x();\n", 12, List.of()));
    }

    @Test
    void lineThatIsNotPrintedIsMissed() {
        Guide.Block block = new Guide.Block("bash", "", 1, List.of("a ... z", "b"));

        assertThat(block.missing("noise\na lot z\nmore\nb\n")).isEmpty();
        assertThat(block.missing("a lot y\nb\n")).contains("a ... z");
        assertThat(block.missing("b\na lot z\n")).contains("b");
        assertThat(block.missing("a lot z\nbb\n")).contains("b");
    }
}
