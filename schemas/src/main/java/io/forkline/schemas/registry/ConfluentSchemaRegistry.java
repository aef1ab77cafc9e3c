package io.forkline.schemas.registry;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * Confluent's own registry client, as Flink's artifact carries it. Speaks to every registry with Confluent's API, and, for
 * {@code mock://NAME}, to one inside this process.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {

    private static final int CACHED_SCHEMAS = 1000;
    /** Confluent's error codes for an id that nobody has registered: of a registry, and of {@code mock://}. */
    private static final Set<Integer> NOT_FOUND = Set.of(40403, 40401);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    /** Milliseconds; the client's own defaults are a minute. */
    private static final Map<String, String> TIMEOUTS =
            Map.of("http.connect.timeout.ms", "10000", "http.read.timeout.ms", "10000");

    private final String url;
    private final SchemaRegistryClient client;
    private final Map<Subject, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    private ConfluentSchemaRegistry(String url, SchemaRegistryClient client) {
        this.url = url;
        this.client = client;
    }

    /**
     * A client of the registry at {@code url}: {@code mock://NAME}, or one or more {@code http(s)://} URLs with commas
     * between. Nothing is asked of it yet.
     *
     * @param properties properties of Confluent's client, such as {@code basic.auth.credentials.source}
     */
    public static ConfluentSchemaRegistry connect(String url, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(TIMEOUTS);
        all.putAll(properties);
        return new ConfluentSchemaRegistry(
                url,
                SchemaRegistryClientFactory.newClient(
                        List.of(url.split(",")), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), all, Map.of()));
    }

    @Override
    public int register(String subject, Schema schema) {
        Subject key = new Subject(subject, schema);
        Integer known = ids.get(key);
        if (known == null) {
            known = ask(
                    "register subject " + subject,
                    () -> client.register(subject, new AvroSchema(schema.toString())),
                    ConfluentSchemaRegistry::refusesSchema);
            ids.put(key, known);
        }
        return known;
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known == null) {
            known = new Schema.Parser()
                    .parse(ask(
                            "read schema id " + id,
                            () -> client.getSchemaById(id).canonicalString(),
                            ConfluentSchemaRegistry::deniesId));
            schemas.put(id, known);
        }
        return known;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "the connection to the schema registry at " + url + " did not close", e);
        }
    }

    /** Anything the registry says about the schema or the writer; asking again changes nothing. */
    private static boolean refusesSchema(RestClientException e) {
        int status = e.getStatus();
        return status >= 400 && status < 500 && status != TOO_MANY_REQUESTS && status != REQUEST_TIMEOUT;
    }

    /**
     * Only these answers say that the id is none, and sends the record to the dead letters. A wrong password or a wrong path says
     * nothing about the record, and good records must outlive it.
     */
    private static boolean deniesId(RestClientException e) {
        return NOT_FOUND.contains(e.getErrorCode());
    }

    private <T> T ask(String what, Request<T> request, Predicate<RestClientException> isFinal) {
        try {
            return request.send();
        } catch (RestClientException e) {
            String message = "schema registry at " + url + ", " + what + ": " + e.getMessage();
            if (isFinal.test(e)) {
                throw new SchemaRefusedException(message, e);
            }
            throw new RegistryUnavailableException(message, e);
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "schema registry at " + url + " cannot be reached (" + what + "): " + e.getMessage(), e);
        }
    }

    private record Subject(String name, Schema schema) {}

    @FunctionalInterface
    private interface Request<T> {
        T send() throws IOException, RestClientException;
    }
}
