package io.forkline.cli.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * A line of the log as one object: {@code time}, {@code level}, {@code thread}, {@code logger}, {@code message}, the fields of
 * what it is about ({@code jobId} and so on) beside them, and {@code error} with the stack trace where there is one. Logback's own
 * encoder has the fields in an object of their own and the time in two numbers, which collectors of logs have to be told.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {

    private final JsonFactory json = new JsonFactory();
    private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

    @Override
    public void start() {
        stackTrace.start();
        super.start();
    }

    @Override
    public void setContext(Context context) {
        super.setContext(context);
        stackTrace.setContext(context);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator to = json.createGenerator(line)) {
            write(event, to);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    private void write(ILoggingEvent event, JsonGenerator to) throws IOException {
        to.writeStartObject();
        to.writeStringField("time", time(event).toString());
        to.writeStringField("level", event.getLevel().toString());
        to.writeStringField("thread", event.getThreadName());
        to.writeStringField("logger", event.getLoggerName());
        to.writeStringField("message", event.getFormattedMessage());
        for (Map.Entry<String, String> field : event.getMDCPropertyMap().entrySet()) {
            to.writeStringField(field.getKey(), field.getValue());
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair field : event.getKeyValuePairs()) {
                to.writeStringField(field.key, String.valueOf(field.value));
            }
        }
        if (event.getThrowableProxy() != null) {
            to.writeStringField("error", stackTrace.convert(event));
        }
        to.writeEndObject();
    }

    private static Instant time(ILoggingEvent event) {
        return event.getInstant() == null ? Instant.ofEpochMilli(event.getTimeStamp()) : event.getInstant();
    }
}
