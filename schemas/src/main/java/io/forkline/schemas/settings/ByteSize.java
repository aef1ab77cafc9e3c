package io.forkline.schemas.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory as people write it: {@code 512KiB}, {@code 128MiB}, {@code 2GiB}.
 *
 * @param bytes never negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative, this is " + bytes + " bytes");
        }
    }

    public static ByteSize ofKiB(long number) {
        return new ByteSize(Math.multiplyExact(number, KIB));
    }

    public static ByteSize ofMiB(long number) {
        return new ByteSize(Math.multiplyExact(number, MIB));
    }

    public static ByteSize ofGiB(long number) {
        return new ByteSize(Math.multiplyExact(number, GIB));
    }

    /** Empty where the text is no size. */
    public static Optional<ByteSize> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "KiB" -> ofKiB(number);
                    case "MiB" -> ofMiB(number);
                    default -> ofGiB(number);
                });
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest unit that needs no fraction. */
    @Override
    public String toString() {
        if (bytes % GIB == 0) {
            return bytes / GIB + "GiB";
        }
        if (bytes % MIB == 0) {
            return bytes / MIB + "MiB";
        }
        return bytes % KIB == 0 ? bytes / KIB + "KiB" : bytes + " bytes";
    }
}
