package io.forkline.schemas.registry;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/** Requests to a registry by Confluent's client, and what its answers mean. Safe for many threads. */
final class RegistryRequests implements AutoCloseable {

    /** Confluent's error codes for what nobody has registered: subject, version and schema of a registry, schema of {@code mock://}. */
    private static final int NO_SUBJECT = 40401;

    private static final int NO_SCHEMA = 40403;
    private static final Set<Integer> NOT_REGISTERED = Set.of(NO_SUBJECT, 40402, NO_SCHEMA);
    /** What the registry in memory answers for an unknown id has the code of an unknown subject. */
    private static final Set<Integer> NO_SUCH_ID = Set.of(NO_SUBJECT, NO_SCHEMA);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    /** About the writer, a request time-out, too many requests. */
    private static final Set<Integer> MAY_PASS = Set.of(UNAUTHORIZED, FORBIDDEN, 408, 429);

    private static final int CACHED_SCHEMAS = 1000;
    /** Milliseconds; the client's own defaults are a minute. */
    private static final Map<String, String> TIMEOUTS =
            Map.of("http.connect.timeout.ms", "10000", "http.read.timeout.ms", "10000");

    private static final String TLS_REMEDY =
            " (name what it is trusted by with schema.registry.client.ssl.truststore.location, .password and .type, and the"
                    + " client's own certificate, where it asks for one, with schema.registry.client.ssl.keystore.*)";
    private static final String TLS = "ssl.";

    private static final String CREDENTIALS = "basic.auth.credentials.source";
    /**
     * What Confluent's client says of a schema that it got and that is not Avro, or not valid. It says the same of one whose references it could not
     * read, for whatever reason: that may pass, as no registry takes a schema that refers to nothing.
     */
    private static final Pattern UNUSABLE =
            Pattern.compile("Invalid schema .* with refs (\\[] of type AVRO|.* of type (?!AVRO).*)", Pattern.DOTALL);

    private final String url;
    private final SchemaRegistryClient client;

    /**
     * Asks nothing yet.
     *
     * @throws IllegalArgumentException when the client does not take the properties
     */
    RegistryRequests(String url, Map<String, String> properties) {
        RegistryUrls urls = RegistryUrls.parse(url);
        this.url = urls.toString();
        Map<String, String> all = new HashMap<>(TIMEOUTS);
        all.putAll(properties);
        properties.forEach((key, value) -> {
            if (key.startsWith(TLS)) {
                // Where Confluent's client looks for them.
                all.put("schema.registry." + key, value);
            }
        });
        if (properties.getOrDefault(CREDENTIALS, "URL").equals("URL")) {
            urls.userInfo().ifPresent(user -> {
                all.put(CREDENTIALS, "USER_INFO");
                all.put("basic.auth.user.info", user);
            });
        }
        try {
            this.client = SchemaRegistryClientFactory.newClient(
                    urls.urls(), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), all, Map.of());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the client of the schema registry does not take these settings (schema.registry.client.*): "
                            + innermost(e),
                    e);
        }
    }

    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** Whether the answer is that it has no such subject, version or schema. */
    static boolean saysNotRegistered(RestClientException e) {
        return NOT_REGISTERED.contains(e.getErrorCode());
    }

    /**
     * Only these answers say that the id is none, and send the record to the dead letters. A wrong password or a wrong path says
     * nothing about the record, and good records must outlive it.
     */
    static boolean deniesId(RestClientException e) {
        return NO_SUCH_ID.contains(e.getErrorCode());
    }

    /**
     * Anything the registry says about the schema; asking again changes nothing. What it says about the writer may pass, as a token that is over, and so may
     * what somebody in front of it says while it is away.
     */
    static boolean refusesSchema(RestClientException e) {
        int status = e.getStatus();
        boolean isOfTheRegistry = status != NOT_FOUND || saysNotRegistered(e);
        return status >= 400 && status < 500 && !MAY_PASS.contains(status) && isOfTheRegistry;
    }

    /**
     * Asks, and tells a refusal from a failure.
     *
     * @param what for messages, such as {@code read schema id 7}
     * @param isFinal whether an answer is the last word
     * @throws SchemaRefusedException when it is, and when a schema that it gives is not Avro
     * @throws RegistryUnavailableException for every other answer that is not what was asked for, and for none
     */
    <T> T ask(String what, Request<T> request, Predicate<RestClientException> isFinal) {
        try {
            return request.send(client);
        } catch (RestClientException e) {
            String message = "schema registry at " + url + ", " + what + ": " + e.getMessage() + remedy(e);
            if (isFinal.test(e)) {
                throw new SchemaRefusedException(message, e);
            }
            throw new RegistryUnavailableException(message, e);
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            if (UNUSABLE.matcher(said).matches()) {
                throw new SchemaRefusedException(
                        "schema registry at " + url + ", " + what + ": what it has there is not Avro", e);
            }
            throw new RegistryUnavailableException(
                    "schema registry at " + url + " cannot be reached (" + what + "): " + said
                            + (e instanceof SSLException ? TLS_REMEDY : ""),
                    e);
        }
    }

    /** What to do about answers that are about the one who asks, not about schemas. */
    private static String remedy(RestClientException e) {
        return switch (e.getStatus()) {
            case UNAUTHORIZED ->
                " (it does not accept who asks: give schema.registry.client.basic.auth.credentials.source=USER_INFO and"
                        + " schema.registry.client.basic.auth.user.info, or schema.registry.client.bearer.auth.*, or a"
                        + " client certificate with schema.registry.client.ssl.keystore.*)";
            case FORBIDDEN ->
                " (it knows who asks, who may not do this: have it permitted there, or name somebody else in"
                        + " schema.registry.client.*)";
            case NOT_FOUND ->
                saysNotRegistered(e)
                        ? ""
                        : " (Confluent's API is not at this path: see schema.registry.url; Apicurio has it at"
                                + " /apis/ccompat/v7)";
            default -> "";
        };
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

    @FunctionalInterface
    interface Request<T> {
        T send(SchemaRegistryClient client) throws IOException, RestClientException;
    }
}
