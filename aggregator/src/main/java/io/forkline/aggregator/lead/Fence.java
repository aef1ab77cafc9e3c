package io.forkline.aggregator.lead;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Data between two lines that do not occur in it. */
record Fence(String begin, String data, String end) {

    private static final int MARK_CHARS = 16;

    Fence {
        if (data.contains(begin) || data.contains(end)) {
            throw new IllegalArgumentException("the data contain their own fence");
        }
    }

    /** The mark is made from the data, so that nobody can have written it into them. */
    static Fence around(String data) {
        String mark = digest(data);
        while (data.contains(mark)) {
            mark = digest(mark + data);
        }
        return new Fence("<<<DATA " + mark, data, "DATA " + mark + ">>>");
    }

    String text() {
        return begin + "\n" + data + "\n" + end;
    }

    private static String digest(String text) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, MARK_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
