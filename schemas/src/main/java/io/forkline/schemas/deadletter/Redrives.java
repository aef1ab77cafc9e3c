package io.forkline.schemas.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * How often a record was taken out of the dead letters and published again. It is a header of the record itself, so that a record
 * that fails again brings it along: {@code forkline-redrives}, a number in digits. Nobody who uses the record looks at it.
 *
 * @param count 0 for a record that was never redriven
 */
public record Redrives(int count) {

    /** The header's name. */
    public static final String HEADER = "forkline-redrives";

    private static final Pattern FORM = Pattern.compile("[0-9]{1,6}");

    public Redrives {
        if (count < 0) {
            throw new IllegalArgumentException("a record is not redriven " + count + " times");
        }
    }

    /** What the headers of a record say; the last one counts. Empty where that is not a number. */
    public static Optional<Redrives> of(Headers headers) {
        Header last = headers.lastHeader(HEADER);
        if (last == null) {
            return Optional.of(new Redrives(0));
        }
        String text = last.value() == null ? "" : new String(last.value(), StandardCharsets.UTF_8);
        return FORM.matcher(text).matches() ? Optional.of(new Redrives(Integer.parseInt(text))) : Optional.empty();
    }

    /** One more. */
    public Redrives next() {
        return new Redrives(count + 1);
    }

    /** The headers as they are, in their order, and this count behind them instead of an older one. */
    public Headers in(Headers headers) {
        Headers counted = new RecordHeaders(headers.toArray());
        counted.remove(HEADER);
        return counted.add(HEADER, Integer.toString(count).getBytes(StandardCharsets.UTF_8));
    }
}
