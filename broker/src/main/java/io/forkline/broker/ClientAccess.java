package io.forkline.broker;

import java.util.HashMap;
import java.util.Map;

/**
 * How clients reach a broker and prove who they are. Where that takes more than a connection, the broker has a second listener, in plain text on the
 * loopback address, for itself and for whoever sets it up.
 *
 * @param protocol of the listener of clients, by Kafka's names: {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}
 * @param properties of the server, by Kafka's names; those of that listener alone begin with {@link #LISTENER_PREFIX}
 */
public record ClientAccess(String protocol, Map<String, String> properties) {

    /** Anyone who connects. */
    public static final ClientAccess OPEN = new ClientAccess("PLAINTEXT", Map.of());

    /** What the properties of the listener of clients begin with. */
    public static final String LISTENER_PREFIX = "listener.name.clients.";

    static final String LISTENER = "CLIENTS";

    public ClientAccess {
        properties = Map.copyOf(properties);
    }

    /** The same, where clients may do what an ACL allows them and nothing else; the second listener may do all. */
    public ClientAccess withAcls() {
        Map<String, String> all = new HashMap<>(properties);
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("allow.everyone.if.no.acl.found", "false");
        all.put("super.users", "User:ANONYMOUS");
        return new ClientAccess(protocol, all);
    }

    boolean isOpen() {
        return protocol.equals(OPEN.protocol);
    }
}
