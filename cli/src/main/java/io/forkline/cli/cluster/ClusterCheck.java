package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.Subjects;
import io.forkline.schemas.topic.ForklineTopic;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/** Asks broker and registry for a sign of life before anything is built on them, for a few seconds and no longer. */
public final class ClusterCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A registry of tests, which nothing listens for. */
    private static final String IN_MEMORY = "mock://";
    /** Kafka says no more of it, and says it in words only. */
    private static final String UNKNOWN_HOSTS = "No resolvable bootstrap urls";

    private ClusterCheck() {}

    /**
     * Returns when both have answered.
     *
     * @throws CommandException naming the one that did not, and the option that names another
     */
    public static void requireReachable(ClusterConnection connection) throws InterruptedException {
        requireUrls(connection);
        requireBroker(connection);
        requireRegistry(connection);
    }

    /** As {@link #requireReachable}, for those who need no registry. */
    public static void requireBroker(ClusterConnection connection) throws InterruptedException {
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put("default.api.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
        properties.put("request.timeout.ms", Math.toIntExact(PATIENCE.toMillis()) / 2);
        try (Admin admin = Admin.create(properties)) {
            admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unreachable(connection, e instanceof ExecutionException ? e.getCause() : e);
        } catch (KafkaException e) {
            if (e.getCause() instanceof ConfigException refused
                    && String.valueOf(refused.getMessage()).startsWith(UNKNOWN_HOSTS)) {
                throw unreachable(connection, new UnknownHostException("no such host is known here"));
            }
            throw Refusals.sentence(e)
                    .map(refused -> CommandException.failed(refused, e))
                    .orElseGet(() -> notTaken(e));
        }
    }

    /** What Kafka says of {@code sasl.jaas.config} quotes it, and with it a password. */
    private static CommandException notTaken(KafkaException e) {
        String why = innermost(e);
        return why.contains("JAAS")
                ? CommandException.usage("kafka.sasl.jaas.config cannot be used; accepted is MODULE required"
                        + " NAME=\"VALUE\" ...; with a semicolon at its end, and a password with a quote in it given by a"
                        + " reference such as ${env:NAME}")
                : CommandException.usage("the Kafka client does not take these settings: " + why, e);
    }

    /** Kafka wraps what it says of a key store or a token more than once. */
    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private static CommandException unreachable(ClusterConnection connection, Throwable cause) {
        Optional<String> refused = Refusals.sentence(cause);
        if (refused.isPresent()) {
            return CommandException.failed(refused.get(), cause);
        }
        String why =
                cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException
                        ? "no answer within " + PATIENCE.toSeconds() + " s"
                        : String.valueOf(cause.getMessage());
        return CommandException.failed(
                "no Kafka broker can be reached at " + connection.bootstrapServers() + " (" + why
                        + "); start one with `forkline up --infrastructure-only`, or name yours with --bootstrap-servers"
                        + (connection.clientProperties().containsKey("security.protocol")
                                ? ""
                                : "; where brokers want TLS or a password, kafka.security.protocol says so"),
                cause);
    }

    private static void requireUrls(ClusterConnection connection) {
        for (String url : connection.registryUrl().split(",")) {
            requireUrl(url.strip());
        }
    }

    private static void requireUrl(String url) {
        if (!url.startsWith(IN_MEMORY) && !isOverHttp(url)) {
            throw CommandException.usage("\"" + Subjects.shown(url)
                    + "\" is not the URL of a schema registry; give one that begins with http:// or https://");
        }
    }

    private static boolean isOverHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && List.of("http", "https").contains(String.valueOf(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * As {@link #requireReachable}, for those who need no broker. Asked is what a client has to be allowed anyway, with its own credentials.
     *
     * @throws RegistryUnavailableException when it does not answer, or not as it should, with what to do about it
     */
    public static void requireRegistry(ClusterConnection connection) {
        requireUrls(connection);
        try (Subjects subjects = connection.openSubjects()) {
            subjects.requireAccess(connection.subject(ForklineTopic.JOBS));
        } catch (RegistryUnavailableException e) {
            if (e.getCause() instanceof IOException) {
                throw new RegistryUnavailableException(
                        "no schema registry can be reached at " + connection.shownRegistry() + " ("
                                + e.getCause().getMessage()
                                + "); start one with `forkline up --infrastructure-only`, or name yours with"
                                + " --schema-registry",
                        e);
            }
            throw e;
        }
    }
}
