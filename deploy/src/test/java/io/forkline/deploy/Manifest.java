package io.forkline.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One object of a file of Kubernetes manifests.
 *
 * @param file where it is
 * @param content what it says
 */
record Manifest(Path file, JsonNode content) {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All objects of a file, in order. */
    static List<Manifest> in(Path file) {
        List<Manifest> all = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            documents.forEachRemaining(content -> all.add(new Manifest(file, content)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is no YAML", e);
        }
        return all;
    }

    String kind() {
        return content.path("kind").asText();
    }

    /** @throws IllegalArgumentException when the API knows no such field, misses one, or wants another type */
    void requireKnownFields() {
        JsonElement json = JsonParser.parseString(text());
        try {
            switch (kind()) {
                case "Deployment" -> V1Deployment.validateJsonElement(json);
                case "Job" -> V1Job.validateJsonElement(json);
                case "Namespace" -> V1Namespace.validateJsonElement(json);
                case "NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
                case "Service" -> V1Service.validateJsonElement(json);
                case "StatefulSet" -> V1StatefulSet.validateJsonElement(json);
                default -> throw new IllegalArgumentException("nobody checks objects of kind " + kind());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        try {
            return JSON.writeValueAsString(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName() + ": " + kind() + " "
                + content.path("metadata").path("name").asText();
    }
}
