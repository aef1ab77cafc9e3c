package io.forkline.schemas.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with a document, in the order it was met. Each message begins with the path of its field. */
final class Errors {

    /** As many as a person reads; beyond it they are counted. */
    static final int MOST = 25;

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,59}");
    private static final Pattern FIRST_NAME = Pattern.compile("[.\\[ ].*", Pattern.DOTALL);

    private final List<String> messages = new ArrayList<>();
    private final Set<String> fields = new HashSet<>();
    private int count;

    /** A field that is not what it has to be. */
    void add(String path, String what) {
        add(path.isEmpty() ? "the job " + what : path + " " + what);
    }

    /** A message that begins with the path of a field. */
    void add(String message) {
        count++;
        fields.add(FIRST_NAME.matcher(message).replaceFirst(""));
        if (messages.size() < MOST) {
            messages.add(message);
        }
    }

    /** Those so far. */
    Errors copy() {
        Errors copy = new Errors();
        copy.messages.addAll(messages);
        copy.fields.addAll(fields);
        copy.count = count;
        return copy;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether something is wrong within this field of the job. */
    boolean isIn(String message) {
        return fields.contains(FIRST_NAME.matcher(message).replaceFirst(""));
    }

    /** All of them, and how many more there are. */
    List<String> messages() {
        if (count == messages.size()) {
            return List.copyOf(messages);
        }
        List<String> all = new ArrayList<>(messages);
        all.add("and " + (count - messages.size()) + " more");
        return List.copyOf(all);
    }

    /** The path of a field of an object. */
    static String path(String parent, String name) {
        if (PLAIN_NAME.matcher(name).matches()) {
            return parent.isEmpty() ? name : parent + "." + name;
        }
        return parent + "[\"" + JsonText.shortened(name).replace("\"", "\\\"") + "\"]";
    }

    /** The path of an element of an array. */
    static String path(String parent, int index) {
        return parent + "[" + index + "]";
    }
}
