package io.forkline.sandbox;

import java.util.regex.Pattern;

/**
 * A tree of files that snapshots are made of; any number of them may have it in common.
 *
 * @param digest digest of the tree, 64 lower-case hex digits (SHA-256)
 * @param bytes bytes of the content of its files, from 0
 */
public record Layer(String digest, long bytes) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Layer {
        if (!FORM.matcher(digest).matches() || bytes < 0) {
            throw new IllegalArgumentException(
                    "a layer has a digest of 64 lower-case hex digits and a size from 0, this is \"" + digest + "\" of "
                            + bytes + " bytes");
        }
    }
}
