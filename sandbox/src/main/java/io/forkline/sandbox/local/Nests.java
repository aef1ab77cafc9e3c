package io.forkline.sandbox.local;

import java.util.Map;

/**
 * How many nests an environment may have: a keeper and, where it is warm, a zygote each. It begins with one, has another while forks
 * wait for those there are, and goes back when they do not. Each imports the environment's modules again.
 *
 * @param most from 1 to 16
 */
public record Nests(int most) {

    /** Name of the environment variable: a whole number. */
    public static final String VARIABLE = "FORKLINE_NESTS";

    private static final int LIMIT = 16;

    /** A zygote of a large environment keeps as many busy with what it has forked; see design note 0022. */
    private static final int PROCESSORS_FOR_EACH = 4;

    /** With as many of them the supervisor, which all forks need, has no time left. */
    private static final int MOST_BY_ITSELF = 4;

    /** Never another. */
    public static final Nests ONE = new Nests(1);

    public Nests {
        if (most < 1 || most > LIMIT) {
            throw new IllegalArgumentException("nests are from 1 to " + LIMIT + ", this is " + most);
        }
    }

    /** What pays with so many processors: one for each 4, at most 4. */
    public static Nests forProcessors(int processors) {
        return new Nests(Math.clamp(processors / PROCESSORS_FOR_EACH, 1, MOST_BY_ITSELF));
    }

    /** What pays here: with the processors that this process may use. */
    public static Nests forThisHost() {
        return forProcessors(Runtime.getRuntime().availableProcessors());
    }

    /**
     * As the environment says, else what pays here.
     *
     * @throws IllegalArgumentException naming the variable, its value and what it may be
     */
    public static Nests fromEnvironment(Map<String, String> env) {
        var value = env.getOrDefault(VARIABLE, "").strip();
        if (value.isEmpty()) {
            return forThisHost();
        }
        var number = value.matches("[0-9]{1,2}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > LIMIT) {
            throw new IllegalArgumentException(
                    VARIABLE + "=" + value + " is not a number from 1 to " + LIMIT + " of nests for one environment");
        }
        return new Nests(number);
    }
}
