package io.forkline.schemas.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers that a dead letter has more than its record: these names, in this order, behind those of the record. Only the
 * place tells them from the record's own, which may have any name: a record that was a dead letter once, or wants to pass for one.
 */
final class LetterHeaders {

    private static final String CAUSE = "forkline-cause";
    private static final String MESSAGE = "forkline-message";
    private static final String ORIGIN_TOPIC = "forkline-origin-topic";
    private static final String ORIGIN_PARTITION = "forkline-origin-partition";
    private static final String ORIGIN_OFFSET = "forkline-origin-offset";
    private static final String ATTEMPT = "forkline-attempt";
    private static final String COMPONENT = "forkline-component";

    /** Behind all others, and only where something was cut. */
    private static final String BYTES_CUT = "forkline-bytes-cut";

    private static final List<String> NAMES =
            List.of(CAUSE, MESSAGE, ORIGIN_TOPIC, ORIGIN_PARTITION, ORIGIN_OFFSET, ATTEMPT, COMPONENT);

    private static final int MOST_MESSAGE_CHARS = 4_096;

    private LetterHeaders() {}

    /** What the headers say. */
    record Parts(DeadLetter letter, long bytesCut, Headers original) {}

    /** The headers of the record, then ours. */
    static Headers write(DeadLetter letter, Header[] original, OptionalLong bytesCut) {
        Headers headers = new RecordHeaders(original);
        put(headers, CAUSE, letter.cause());
        put(headers, MESSAGE, shortened(letter.message()));
        put(headers, ORIGIN_TOPIC, letter.topic());
        put(headers, ORIGIN_PARTITION, Integer.toString(letter.partition()));
        put(headers, ORIGIN_OFFSET, Long.toString(letter.offset()));
        put(headers, ATTEMPT, Integer.toString(letter.attempt()));
        put(headers, COMPONENT, letter.component());
        bytesCut.ifPresent(bytes -> put(headers, BYTES_CUT, Long.toString(bytes)));
        return headers;
    }

    /** Takes them apart again; empty where they do not end with ours, or ours hold no numbers where they should. */
    static Optional<Parts> read(Headers headers) {
        Header[] all = headers.toArray();
        boolean cut = all.length > 0 && all[all.length - 1].key().equals(BYTES_CUT);
        int begin = all.length - NAMES.size() - (cut ? 1 : 0);
        if (begin < 0) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            Header header = all[begin + i];
            if (!header.key().equals(NAMES.get(i)) || header.value() == null) {
                return Optional.empty();
            }
            values.add(text(header));
        }
        try {
            DeadLetter letter = new DeadLetter(
                    values.get(0),
                    values.get(1),
                    values.get(2),
                    natural(Integer.parseInt(values.get(3))),
                    natural(Long.parseLong(values.get(4))),
                    natural(Integer.parseInt(values.get(5))),
                    values.get(6));
            long bytesCut = cut ? natural(Long.parseLong(text(all[all.length - 1]))) : 0;
            return Optional.of(new Parts(letter, bytesCut, new RecordHeaders(Arrays.copyOf(all, begin))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int natural(int number) {
        return Math.toIntExact(natural((long) number));
    }

    private static long natural(long number) {
        if (number < 0) {
            throw new NumberFormatException(number + " is negative");
        }
        return number;
    }

    private static String shortened(String message) {
        return message.length() <= MOST_MESSAGE_CHARS ? message : message.substring(0, MOST_MESSAGE_CHARS) + "...";
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
