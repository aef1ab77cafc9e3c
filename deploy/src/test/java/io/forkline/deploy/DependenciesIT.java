package io.forkline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build of the command line has written, and the page for its readers. */
class DependenciesIT {

    private static final Path BILL = Path.of("../cli/target/forkline.cdx.json");
    /** What docs/dependencies.md accepts. */
    private static final Set<String> ACCEPTED =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "Go License");

    private static final Pattern MANAGED =
            Pattern.compile("<groupId>([^<$]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>\\$");
    private static final Pattern NAMED = Pattern.compile("`(?:[a-z][\\w.-]*:)?([a-z][\\w.-]+)`");

    private static JsonNode bill;

    @BeforeAll
    static void read() throws IOException {
        bill = new ObjectMapper().readTree(BILL.toFile());
    }

    @Test
    void billOfMaterialsHasEveryJarOfTheProgram() throws IOException {
        Set<String> listed = new TreeSet<>();
        bill.path("components")
                .forEach(component -> listed.add(component.path("name").asText() + "-"
                        + component.path("version").asText() + ".jar"));

        try (Stream<Path> jars = Files.list(Path.of("../cli/target/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .isNotEmpty()
                    .isSubsetOf(listed);
        }
        assertThat(listed).anyMatch(name -> name.startsWith("flink-sql-avro-confluent-registry-"));
    }

    @Test
    void eachLicenceIsAccepted() {
        assertThat(bill.path("components"))
                .allSatisfy(component -> assertThat(licences(component))
                        .as(component.path("purl").asText())
                        .containsAnyElementsOf(ACCEPTED));
    }

    @Test
    void pageNamesEachDependencyOfTheBuildAndNoOther() throws IOException {
        String page = Files.readString(Path.of("../docs/dependencies.md"));
        Set<String> explained = new TreeSet<>();
        page.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf('|', 1)))
                .flatMap(cell -> NAMED.matcher(cell).results())
                .forEach(name -> explained.add(name.group(1)));

        Set<String> managed = new TreeSet<>();
        MANAGED.matcher(dependencies())
                .results()
                .filter(match ->
                        !match.group(1).equals("io.forkline") && !match.group(2).endsWith("-bom"))
                .map(match -> match.group(2))
                .forEach(managed::add);
        managed.addAll(List.of("jackson-databind", "jackson-core", "jackson-dataformat-yaml", "junit-jupiter"));
        assertThat(explained).isEqualTo(managed);
    }

    private static String dependencies() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        return pom.substring(pom.indexOf("<dependencyManagement>"), pom.indexOf("</dependencyManagement>"));
    }

    private static List<String> licences(JsonNode component) {
        return component
                .path("licenses")
                .valueStream()
                .map(licence -> licence.path("license"))
                .map(licence -> licence.path("id").asText(licence.path("name").asText()))
                .toList();
    }
}
