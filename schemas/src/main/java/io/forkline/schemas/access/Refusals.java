package io.forkline.schemas.access;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * What brokers refuse for who the client is, in a sentence that says what to do. Whoever starts takes it as final; whoever was at work goes on trying: ACLs and
 * passwords are changed while services run, and brokers forget a user for a moment.
 */
public final class Refusals {

    private Refusals() {}

    /** Whether that is why something failed. */
    public static boolean isOne(Throwable thrown) {
        return find(thrown) != null;
    }

    /** The sentence, for a failure that has that for a cause; empty for all others. */
    public static Optional<String> sentence(@Nullable Throwable thrown) {
        Throwable refusal = find(thrown);
        return refusal == null ? Optional.empty() : Optional.of(say(refusal));
    }

    private static @Nullable Throwable find(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException
                    || cause instanceof AuthorizationException
                    || cause instanceof LoginException) {
                return cause;
            }
        }
        return null;
    }

    private static String say(Throwable refusal) {
        return switch (refusal) {
            case TopicAuthorizationException topics -> notAllowed(topics, named("topic", topics.unauthorizedTopics()));
            case GroupAuthorizationException group ->
                notAllowed(
                        group, named("group", Stream.ofNullable(group.groupId()).toList()));
            case AuthorizationException other -> notAllowed(other, "");
            case SslAuthenticationException tls ->
                "no TLS connection to the brokers (" + innermost(tls) + "); kafka.ssl.truststore.* says whom to trust,"
                        + " kafka.ssl.keystore.* who this is where brokers ask for a certificate";
            case LoginException login ->
                "no token for the brokers (" + reason(login)
                        + "); check kafka.sasl.oauthbearer.* and the secret in kafka.sasl.jaas.config";
            default ->
                "the brokers refuse the credentials (" + refusal.getMessage()
                        + "); check kafka.sasl.mechanism, and user and password in kafka.sasl.jaas.config";
        };
    }

    private static String notAllowed(AuthorizationException refusal, String named) {
        return "the brokers do not allow this principal "
                + (named.isEmpty() ? "what it asked for (" + refusal.getMessage() + ")" : "to use the " + named)
                + "; `forkline topics acls` prints what each service needs";
    }

    private static String named(String kind, Collection<String> names) {
        return names.isEmpty() ? "" : kind + " " + String.join(", ", new TreeSet<>(names));
    }

    /** Kafka puts the stack trace of what a token could not be had for into the message. */
    private static String reason(LoginException login) {
        String[] causes = String.valueOf(login.getMessage()).split("Caused by: ");
        return causes[causes.length - 1].lines().findFirst().orElse("").replaceFirst("^[\\w.$]+Exception: ", "");
    }

    private static String innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
