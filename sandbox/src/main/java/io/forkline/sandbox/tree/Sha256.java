package io.forkline.sandbox.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256, in the form this project writes it: 64 lower-case hex digits. */
public final class Sha256 {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Sha256() {}

    /** A digest to feed. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digits of what was fed. The digest starts anew. */
    public static String finish(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The digits of these bytes. */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(start().digest(content));
    }

    /** Whether this is one in our form. */
    public static boolean isValid(String digits) {
        return FORM.matcher(digits).matches();
    }
}
