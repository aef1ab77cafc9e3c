package io.forkline.schemas.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;

/**
 * Confluent's own registry client, as Flink's artifact carries it. Speaks to every registry with Confluent's API, and, for
 * {@code mock://NAME}, to one inside this process.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {

    private final RegistryRequests requests;
    private final boolean autoRegister;
    private final Map<Subject, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    private ConfluentSchemaRegistry(RegistryRequests requests, boolean autoRegister) {
        this.requests = requests;
        this.autoRegister = autoRegister;
    }

    /** As the other {@code connect}, with schemas registered that the registry does not have. */
    public static ConfluentSchemaRegistry connect(String url, Map<String, String> properties) {
        return connect(url, properties, true);
    }

    /**
     * A client of the registry at {@code url}: {@code mock://NAME}, or one or more {@code http(s)://} URLs with commas
     * between, of which the next is asked when one cannot be reached. Nothing is asked yet.
     *
     * @param properties properties of Confluent's client, such as {@code basic.auth.credentials.source}; may hold secrets
     * @param autoRegister whether {@link #register} registers; if not, it looks the id up
     * @throws IllegalArgumentException when the client does not take the properties
     */
    public static ConfluentSchemaRegistry connect(String url, Map<String, String> properties, boolean autoRegister) {
        return new ConfluentSchemaRegistry(new RegistryRequests(url, properties), autoRegister);
    }

    @Override
    public int register(String subject, Schema schema) {
        Subject key = new Subject(subject, schema);
        Integer known = ids.get(key);
        if (known == null) {
            known = autoRegister ? registered(subject, schema) : lookedUp(subject, schema);
            ids.put(key, known);
        }
        return known;
    }

    private int registered(String subject, Schema schema) {
        return requests.ask(
                "register subject " + subject,
                client -> client.register(subject, new AvroSchema(schema.toString())),
                RegistryRequests::refusesSchema);
    }

    private int lookedUp(String subject, Schema schema) {
        try {
            return requests.ask(
                    "look up subject " + subject,
                    client -> client.getId(subject, new AvroSchema(schema.toString())),
                    RegistryRequests::refusesSchema);
        } catch (SchemaRefusedException e) {
            throw new SchemaRefusedException(
                    e.getMessage() + "; " + schema.getName() + " as this version has it is not registered there, and"
                            + " schema.registry.auto.register=false leaves that to `./forkline schemas register`",
                    e);
        }
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known == null) {
            String text = requests.ask(
                    "read schema id " + id, client -> whole(client.getSchemaById(id)), RegistryRequests::deniesId);
            known = parsed(id, text);
            schemas.put(id, known);
        }
        return known;
    }

    /** With the types of other subjects in it that it refers to. */
    private static String whole(ParsedSchema schema) {
        return String.valueOf(schema.rawSchema());
    }

    private static Schema parsed(int id, String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (RuntimeException e) {
            // Whatever the parser thinks of it: it has a NullPointerException for some.
            throw new SchemaRefusedException("schema id " + id + " is no schema of Avro: " + e, e);
        }
    }

    @Override
    public void close() {
        requests.close();
    }

    private record Subject(String name, Schema schema) {}
}
