package io.forkline.sandbox.tree;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Lies between an archive and its parser. Between two entries a parser reads names and headers, and keeps them in memory however
 * long they are; so what it reads there is bounded. The content of entries is for a {@link Budget} to count.
 */
public final class HeaderLimit extends FilterInputStream {

    private static final long MOST_BYTES = 1024 * 1024;

    private long left = MOST_BYTES;
    private boolean content;

    public HeaderLimit(InputStream archive) {
        super(archive);
    }

    /** From here on the parser looks for the next entry. The content of the one before has been read to its end. */
    public void beginHeaders() {
        content = false;
        left = MOST_BYTES;
    }

    /** From here on the content of an entry is read. */
    public void beginContent() {
        content = true;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) throws IOException {
        left -= bytes;
        if (!content && left < 0) {
            throw new IOException("the header of an entry is larger than 1 MiB");
        }
    }
}
