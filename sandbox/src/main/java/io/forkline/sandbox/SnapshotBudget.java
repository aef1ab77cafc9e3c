package io.forkline.sandbox;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * How much disk the snapshots of a host may take. Beyond it those go that were used longest ago, never one in use.
 *
 * @param bytes bytes of the content of all layers together, from 64 MiB to 64 TiB
 */
public record SnapshotBudget(long bytes) {

    /** Name of the environment variable: a number and MiB, GiB or TiB. */
    public static final String VARIABLE = "FORKLINE_SNAPSHOT_BUDGET";

    private static final long MIB = 1024 * 1024;
    private static final Map<String, Long> UNITS_IN_MIB = Map.of("MiB", 1L, "GiB", 1024L, "TiB", MIB);
    private static final long LEAST_MIB = 64;
    private static final long MOST_MIB = 64 * MIB;
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}) ?(MiB|GiB|TiB)");

    /** 20 GiB. */
    public static final SnapshotBudget DEFAULT = new SnapshotBudget(20 * 1024 * MIB);

    public SnapshotBudget {
        if (bytes < LEAST_MIB * MIB || bytes > MOST_MIB * MIB) {
            throw new IllegalArgumentException(
                    "a budget for snapshots is from 64 MiB to 64 TiB, this is " + bytes + " bytes");
        }
    }

    /**
     * As the environment says, else the default.
     *
     * @throws IllegalArgumentException naming the variable, its value and what it may be
     */
    public static SnapshotBudget fromEnvironment(Map<String, String> env) {
        var value = env.getOrDefault(VARIABLE, "").strip();
        return value.isEmpty() ? DEFAULT : parse(value);
    }

    private static SnapshotBudget parse(String value) {
        var matcher = FORM.matcher(value);
        var mib = matcher.matches() ? Long.parseLong(matcher.group(1)) * UNITS_IN_MIB.get(matcher.group(2)) : 0;
        if (mib < LEAST_MIB || mib > MOST_MIB) {
            throw new IllegalArgumentException(VARIABLE + "=" + value
                    + " is not a size from 64MiB to 64TiB; give a number and MiB, GiB or TiB, for example 20GiB");
        }
        return new SnapshotBudget(mib * MIB);
    }
}
