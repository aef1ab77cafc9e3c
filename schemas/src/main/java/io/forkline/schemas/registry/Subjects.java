package io.forkline.schemas.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.jspecify.annotations.Nullable;

/** What a registry has under its subjects, for those who look after them. Every answer is asked for anew. */
public final class Subjects implements AutoCloseable {

    private static final String BACKWARD = "BACKWARD";
    /** Levels under which a registry takes no version that today's readers could not read. */
    private static final Set<String> AT_LEAST_BACKWARD =
            Set.of(BACKWARD, "BACKWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE");

    private final RegistryRequests requests;

    private Subjects(RegistryRequests requests) {
        this.requests = requests;
    }

    /**
     * One version of a subject.
     *
     * @param id number of the schema, which is in every value
     * @param type {@code AVRO}, {@code JSON} or {@code PROTOBUF}
     * @param schema empty where it is no Avro that can be read by itself
     */
    public record Version(int version, int id, String type, Optional<Schema> schema) {}

    /** A person waits: rather longer than for nothing, as for a registry that has only just begun. */
    private static final String READ_TIMEOUT_MS = "30000";

    /** A client as that of {@link ConfluentSchemaRegistry#connect}. */
    public static Subjects connect(String url, Map<String, String> properties) {
        Map<String, String> patient = new HashMap<>(properties);
        patient.putIfAbsent("http.read.timeout.ms", READ_TIMEOUT_MS);
        return new Subjects(new RegistryRequests(url, patient));
    }

    /** An address as messages and logs may have it: without the names and passwords that a URL can hold. */
    public static String shown(String url) {
        return RegistryUrls.shown(url);
    }

    /**
     * Returns when the registry has answered who asks, about a subject that need not be there.
     *
     * @throws RegistryUnavailableException when it does not answer, does not accept the one who asks, or is none
     */
    public void requireAccess(String subject) {
        versionNumbers(subject);
    }

    /** All versions, the oldest first; empty when there is no such subject. */
    public List<Version> versions(String subject) {
        List<Version> versions = new ArrayList<>();
        for (int number : versionNumbers(subject)) {
            SchemaMetadata found = requests.ask(
                    "read version " + number + " of subject " + subject,
                    client -> client.getSchemaMetadata(subject, number),
                    e -> false);
            versions.add(new Version(number, found.getId(), found.getSchemaType(), avro(found)));
        }
        versions.sort(Comparator.comparingInt(Version::version));
        return versions;
    }

    private static Optional<Schema> avro(SchemaMetadata found) {
        try {
            return AvroSchema.TYPE.equals(found.getSchemaType())
                    ? Optional.of(new Schema.Parser().parse(found.getSchema()))
                    : Optional.empty();
        } catch (RuntimeException e) {
            // Whatever the parser thinks of names that are not there: it has a NullPointerException for some.
            return Optional.empty();
        }
    }

    /** The id of this very schema under the subject; empty when it is not registered there. */
    public Optional<Integer> idOf(String subject, Schema schema) {
        return requests.ask(
                "look up subject " + subject,
                client -> {
                    try {
                        return Optional.of(client.getId(subject, new AvroSchema(schema.toString())));
                    } catch (RestClientException e) {
                        if (RegistryRequests.saysNotRegistered(e)) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                },
                e -> false);
    }

    private List<Integer> versionNumbers(String subject) {
        return requests.ask(
                "read the versions of subject " + subject,
                client -> {
                    try {
                        return client.getAllVersions(subject);
                    } catch (RestClientException e) {
                        if (RegistryRequests.saysNotRegistered(e)) {
                            return List.of();
                        }
                        throw e;
                    }
                },
                e -> false);
    }

    /**
     * Registers a schema, and returns its id.
     *
     * @throws SchemaRefusedException when the registry answers no
     */
    public int register(String subject, Schema schema) {
        return requests.ask(
                "register subject " + subject,
                client -> client.register(subject, new AvroSchema(schema.toString())),
                RegistryRequests::refusesSchema);
    }

    /** The level of compatibility that holds for the subject: its own, else the registry's; empty where there is none. */
    public Optional<String> compatibility(String subject) {
        return level(subject).or(() -> level(null));
    }

    private Optional<String> level(@Nullable String subject) {
        return requests.ask(
                "read the compatibility of " + (subject == null ? "all subjects" : "subject " + subject),
                client -> {
                    try {
                        return Optional.ofNullable(client.getCompatibility(subject));
                    } catch (RestClientException e) {
                        if (e.getStatus() == 404) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                },
                e -> false);
    }

    /** Whether the registry refuses, under this level, what readers of today could not read. */
    public static boolean isAtLeastBackward(Optional<String> level) {
        return level.filter(AT_LEAST_BACKWARD::contains).isPresent();
    }

    /** From now on the registry refuses, under this subject, what readers of today could not read. */
    public void setBackward(String subject) {
        requests.ask(
                "set the compatibility of subject " + subject,
                client -> client.updateCompatibility(subject, BACKWARD),
                RegistryRequests::refusesSchema);
    }

    @Override
    public void close() {
        requests.close();
    }
}
