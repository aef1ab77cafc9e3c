package io.forkline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checked offline, against the types of Kubernetes' API that its Java client has. */
class ManifestsTest {

    private static final Path FOLDER = Path.of("kubernetes");

    static List<Manifest> manifests() throws IOException {
        return files().filter(file -> !file.endsWith("kustomization.yaml"))
                .flatMap(file -> Manifest.in(file).stream())
                .toList();
    }

    static List<Path> kustomizations() throws IOException {
        return files().filter(file -> file.endsWith("kustomization.yaml")).toList();
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void apiKnowsEachField(Manifest manifest) {
        manifest.requireKnownFields();
    }

    @Test
    void misspelledFieldIsFound(@TempDir Path folder) throws IOException {
        String right = Files.readString(FOLDER.resolve("base/fork-worker.yaml"));
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), right.replace("procMount:", "procMounts:"));

        List<Manifest> manifests = Manifest.in(wrong);

        assertThatThrownBy(() -> manifests.forEach(Manifest::requireKnownFields))
                .hasMessageContaining("procMounts");
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void kustomizationNamesEachFileBesideItAndNoOther(Path kustomization) throws IOException {
        List<String> named = Stream.of("resources", "configMapGenerator")
                .flatMap(section -> Manifest.in(kustomization)
                        .getFirst()
                        .content()
                        .path(section)
                        .valueStream())
                .flatMap(entry -> entry.isTextual()
                        ? Stream.of(entry)
                        : entry.path("files").valueStream())
                .map(JsonNode::asText)
                .toList();

        assertThat(named)
                .allSatisfy(
                        name -> assertThat(kustomization.resolveSibling(name)).exists());
        try (Stream<Path> beside = Files.list(kustomization.getParent())) {
            assertThat(beside.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("kustomization.yaml")))
                    .allSatisfy(name -> assertThat(named).contains(name));
        }
    }

    @Test
    void whateverForksMayMakeNamespacesAndNothingElse() throws IOException {
        List<JsonNode> pods = manifests().stream()
                .filter(manifest -> Stream.of("fork-worker", "snapshot-service")
                        .anyMatch(name ->
                                manifest.content().at("/metadata/name").asText().equals(name)))
                .map(manifest -> manifest.content().at("/spec/template/spec"))
                .filter(pod -> !pod.isMissingNode())
                .toList();

        assertThat(pods).hasSize(2).allSatisfy(pod -> {
            assertThat(pod.path("hostUsers").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/containers/0/securityContext/capabilities/drop/0")
                            .asText())
                    .isEqualTo("ALL");
            assertThat(pod.at("/containers/0/securityContext/capabilities/add").isMissingNode())
                    .isTrue();
        });
    }
}
