package io.forkline.telemetry.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ids of spans: random, but of a stage that has an identity derived from that. A topology that decides again after an aborted
 * transaction thus tells the same span again and not another, and no task hangs beneath one that was never told.
 */
final class StageIds implements IdGenerator {

    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final IdGenerator random = IdGenerator.random();
    private final ThreadLocal<@Nullable String> identity = new ThreadLocal<>();

    /** Whatever ids are made during this on this thread come of the identity. */
    <T> T from(String of, Supplier<T> start) {
        identity.set(of);
        try {
            return start.get();
        } finally {
            identity.remove();
        }
    }

    @Override
    public String generateTraceId() {
        String of = identity.get();
        return of == null ? random.generateTraceId() : digest("trace " + of, TRACE_ID_BYTES);
    }

    @Override
    public String generateSpanId() {
        String of = identity.get();
        return of == null ? random.generateSpanId() : digest("span " + of, SPAN_ID_BYTES);
    }

    private static String digest(String text, int bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
