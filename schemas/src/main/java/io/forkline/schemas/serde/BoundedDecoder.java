package io.forkline.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro binary whose texts, bytes and collections are not larger than what is left of it. Avro's own decoder reserves memory for
 * whatever a length claims, so that a record of ten bytes can exhaust the heap. For one thread.
 */
final class BoundedDecoder extends Decoder {

    private final byte[] bytes;
    private final BinaryDecoder in;

    BoundedDecoder(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.in = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
    }

    boolean isEnd() throws IOException {
        return in.isEnd();
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        checkNextLength();
        return in.readString(old);
    }

    @Override
    public String readString() throws IOException {
        checkNextLength();
        return in.readString();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        checkNextLength();
        return in.readBytes(old);
    }

    @Override
    public long readArrayStart() throws IOException {
        return checked(in.readArrayStart());
    }

    @Override
    public long arrayNext() throws IOException {
        return checked(in.arrayNext());
    }

    @Override
    public long readMapStart() throws IOException {
        return checked(in.readMapStart());
    }

    @Override
    public long mapNext() throws IOException {
        return checked(in.mapNext());
    }

    @Override
    public void readNull() throws IOException {
        in.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return in.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return in.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return in.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return in.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return in.readDouble();
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        in.readFixed(target, start, length);
    }

    @Override
    public int readEnum() throws IOException {
        return in.readEnum();
    }

    @Override
    public int readIndex() throws IOException {
        return in.readIndex();
    }

    @Override
    public void skipString() throws IOException {
        in.skipString();
    }

    @Override
    public void skipBytes() throws IOException {
        in.skipBytes();
    }

    @Override
    public void skipFixed(int length) throws IOException {
        in.skipFixed(length);
    }

    @Override
    public long skipArray() throws IOException {
        return checked(in.skipArray());
    }

    @Override
    public long skipMap() throws IOException {
        return checked(in.skipMap());
    }

    private void checkNextLength() throws IOException {
        // A length that is cut short is met by the read that follows.
        int at = bytes.length - left();
        long zigZag = 0;
        for (int shift = 0; at < bytes.length && shift < Long.SIZE; shift += 7) {
            byte next = bytes[at++];
            zigZag |= (next & 0x7FL) << shift;
            if (next >= 0) {
                checked((zigZag >>> 1) ^ -(zigZag & 1));
                return;
            }
        }
    }

    /** No item of our records takes less than a byte. */
    private long checked(long claimed) throws IOException {
        if (claimed < 0 || claimed > left()) {
            throw new AvroRuntimeException("a length of " + claimed + " where " + left() + " bytes are left");
        }
        return claimed;
    }

    private int left() throws IOException {
        return in.inputStream().available();
    }
}
