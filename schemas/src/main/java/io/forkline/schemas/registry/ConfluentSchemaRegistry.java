package io.forkline.schemas.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

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
        return new ConfluentSchemaRegistry(
                url,
                SchemaRegistryClientFactory.newClient(
                        List.of(url.split(",")),
                        CACHED_SCHEMAS,
                        List.of(new AvroSchemaProvider()),
                        properties,
                        Map.of()));
    }

    @Override
    public int register(String subject, Schema schema) {
        Subject key = new Subject(subject, schema);
        Integer known = ids.get(key);
        if (known == null) {
            known = ask(
                    "register subject " + subject, () -> client.register(subject, new AvroSchema(schema.toString())));
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
                            () -> client.getSchemaById(id).canonicalString()));
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

    private <T> T ask(String what, Request<T> request) {
        try {
            return request.send();
        } catch (RestClientException e) {
            String message = "schema registry at " + url + ", " + what + ": " + e.getMessage();
            if (e.getStatus() >= 500 || e.getStatus() == TOO_MANY_REQUESTS || e.getStatus() == REQUEST_TIMEOUT) {
                throw new RegistryUnavailableException(message, e);
            }
            throw new SchemaRefusedException(message, e);
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
