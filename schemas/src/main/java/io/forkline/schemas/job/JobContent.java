package io.forkline.schemas.job;

import io.forkline.schemas.record.JobRequested;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/**
 * Tells whether two jobs with one id ask for the same: the planner when a job comes again, the client library when it gets a
 * result. Fields at their default are left out, so that a field that a later schema adds does not make a known job another one.
 */
public final class JobContent {

    /** The same job may come again with another deadline, and a replay of it is still the same job. */
    private static final Set<String> NOT_COMPARED = Set.of("deadline", "replay");

    private static final int HASH_BYTES = 16;

    private JobContent() {}

    /** 32 lower-case hex digits that differ when the jobs do. */
    public static String hash(JobRequested job) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(job, new DataOutputStream(bytes));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void write(Object value, DataOutputStream out) throws IOException {
        switch (value) {
            case IndexedRecord record -> writeRecord(record, out);
            case Collection<?> items -> {
                out.writeInt(items.size());
                for (Object item : items) {
                    write(item, out);
                }
            }
            case Map<?, ?> entries -> {
                out.writeInt(entries.size());
                for (Map.Entry<?, ?> entry : new TreeMap<>(entries).entrySet()) {
                    write(entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
            case ByteBuffer buffer -> {
                byte[] content = new byte[buffer.remaining()];
                buffer.duplicate().get(content);
                writeBytes(content, out);
            }
            default -> writeBytes(value.toString().getBytes(StandardCharsets.UTF_8), out);
        }
    }

    private static void writeRecord(IndexedRecord record, DataOutputStream out) throws IOException {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value != null && !NOT_COMPARED.contains(field.name()) && !isDefault(field, value)) {
                write(field.name(), out);
                write(value, out);
            }
        }
        out.writeInt(-1);
    }

    private static boolean isDefault(Schema.Field field, Object value) {
        return field.hasDefaultValue() && Objects.equals(SpecificData.get().getDefaultValue(field), value);
    }

    private static void writeBytes(byte[] content, DataOutputStream out) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }
}
