package io.forkline.sandbox.environment;

import io.forkline.sandbox.Destination;
import io.forkline.sandbox.NetworkAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code network} and {@code allow}: one says how much, the other what, where that is a list. */
final class AllowList {

    private static final Form DESTINATION = new Form(Pattern.compile(".+"), "host:port");

    private enum Network {
        NONE,
        HOST_ALLOW_LIST,
        HOST
    }

    private AllowList() {}

    static NetworkAccess read(Section top) throws EnvironmentException {
        Network network = top.choice("network", Network.NONE, Network.values());
        List<String> texts = top.texts("allow", DESTINATION);
        if (network != Network.HOST_ALLOW_LIST && !texts.isEmpty()) {
            throw top.problem("allow", "for network: host-allow-list only; add that, or remove this");
        }
        if (network == Network.HOST_ALLOW_LIST && (texts.isEmpty() || texts.size() > NetworkAccess.MOST)) {
            throw top.problem(
                    "allow",
                    "network: host-allow-list needs from 1 to " + NetworkAccess.MOST + " destinations here, there are "
                            + texts.size());
        }
        return network == Network.HOST ? NetworkAccess.HOST : NetworkAccess.to(destinations(top, texts));
    }

    private static List<Destination> destinations(Section top, List<String> texts) throws EnvironmentException {
        List<Destination> destinations = new ArrayList<>();
        for (String text : texts) {
            String key = "allow[" + destinations.size() + "]";
            Destination destination = destination(top, key, text);
            if (destinations.contains(destination)) {
                throw top.problem(key, "\"" + text + "\" is there twice; remove one");
            }
            destinations.add(destination);
        }
        return destinations;
    }

    private static Destination destination(Section top, String key, String text) throws EnvironmentException {
        try {
            return Destination.parse(text);
        } catch (IllegalArgumentException why) {
            throw top.problem(key, "\"" + text + "\" is not accepted; " + why.getMessage());
        }
    }
}
