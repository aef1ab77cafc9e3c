package io.forkline.sandbox;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Variables that a command gets and that nobody is shown: they are in no snapshot, and a sandbox takes them out of what the command
 * printed. Whoever turns that into other texts redacts these as well, since a value may be written in more than one way.
 *
 * @param byName values by the names of their variables
 */
public record Secrets(Map<String, Secret> byName) {

    /** None. */
    public static final Secrets NONE = new Secrets(Map.of());

    public Secrets {
        byName = Map.copyOf(byName);
    }

    /** As the command gets them. */
    public Map<String, String> variables() {
        return byName.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().value()));
    }

    /** A text without the values; see {@link Redaction}. */
    public String redact(String text) {
        return byName.isEmpty() ? text : Redaction.of(values()).apply(text);
    }

    private List<String> values() {
        Collection<Secret> secrets = byName.values();
        return secrets.stream().map(Secret::value).toList();
    }

    /** The names only, in order. */
    @Override
    public String toString() {
        return "Secrets" + new TreeMap<>(byName);
    }
}
