package io.forkline.schemas.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.schemas.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Takes events apart, in the two modes of the binding. Nothing here throws: whatever is wrong with an event is said of it. */
final class EventReader {

    static final String STRUCTURED = "application/cloudevents+json";
    /** Each becomes a header, and takes the place of one of its name: a search among all for each. */
    private static final int MOST_ATTRIBUTES = 64;

    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String TRACEPARENT = "traceparent";
    private static final Set<String> NO_ATTRIBUTES = Set.of("data", "data_base64", "datacontenttype", "specversion");
    private static final Set<String> REQUIRED = Set.of("id", "source", "type");
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,40}");

    private EventReader() {}

    static ReceivedEvent binary(JsonNode data, Headers original) {
        Headers headers = carried(original);
        List<String> errors = new ArrayList<>();
        String prefix = CloudEventHeaders.PREFIX;
        Optional<String> version = text(original, prefix + "specversion");
        version(prefix + "specversion", version, errors);
        version.ifPresent(
                event -> CloudEventHeaders.put(headers, CloudEventHeaders.CONTENT_TYPE, CloudEventHeaders.AVRO));
        type(prefix + "type", text(original, prefix + "type"), errors);
        return new ReceivedEvent.Data(data, text(original, prefix + "id"), errors, headers);
    }

    static ReceivedEvent structured(JsonNode event, Headers original) {
        if (!event.isObject()) {
            return new ReceivedEvent.Unreadable("the content type says CloudEvent, and the value is "
                    + JsonText.kind(event) + "; accepted is an object");
        }
        if (event.size() > MOST_ATTRIBUTES) {
            return new ReceivedEvent.Unreadable(
                    "the event has " + event.size() + " attributes; accepted are at most " + MOST_ATTRIBUTES);
        }
        List<String> errors = new ArrayList<>();
        Headers headers = carried(original);
        if (!event.has("specversion")) {
            errors.add("specversion is missing; accepted is \"1.0\"");
        }
        version("specversion", attribute(event.path("specversion")), errors);
        type("type", attribute(event.path("type")), errors);
        for (Map.Entry<String, JsonNode> each : event.properties()) {
            attribute(each.getKey(), each.getValue(), headers, errors);
        }
        REQUIRED.stream()
                .sorted()
                .filter(name -> event.path(name).asText("").isEmpty())
                .forEach(name -> errors.add(name + " is missing or empty; accepted is a string"));
        CloudEventHeaders.put(headers, CloudEventHeaders.PREFIX + "specversion", CloudEventHeaders.VERSION);
        CloudEventHeaders.put(headers, CloudEventHeaders.CONTENT_TYPE, CloudEventHeaders.AVRO);
        traceContext(headers);
        return data(event)
                .map(found -> found instanceof ReceivedEvent.Data data
                        ? new ReceivedEvent.Data(data.data(), attribute(event.path("id")), errors, headers)
                        : found)
                .orElseGet(() ->
                        new ReceivedEvent.Unreadable("the event has no data; accepted is an object that is the job"));
    }

    /** The value alone, in a shape of its own or as bytes. */
    private static Optional<ReceivedEvent> data(JsonNode event) {
        String type = event.path("datacontenttype").asText("application/json");
        if (!isJson(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
            return Optional.of(new ReceivedEvent.Unreadable(
                    "datacontenttype is \"" + JsonText.shortened(type) + "\"; accepted is application/json"));
        }
        if (event.has("data")) {
            return Optional.of(
                    new ReceivedEvent.Data(event.get("data"), Optional.empty(), List.of(), new RecordHeaders()));
        }
        if (!event.has("data_base64")) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(event.get("data_base64").asText(""));
        } catch (IllegalArgumentException e) {
            return Optional.of(new ReceivedEvent.Unreadable("data_base64 is not Base64"));
        }
        return Optional.of(
                switch (JsonText.parse(bytes)) {
                    case JsonText.Unreadable unreadable ->
                        new ReceivedEvent.Unreadable("data_base64: " + unreadable.why());
                    case JsonText.Tree tree ->
                        new ReceivedEvent.Data(tree.node(), Optional.empty(), List.of(), new RecordHeaders());
                });
    }

    private static void attribute(String name, JsonNode value, Headers headers, List<String> errors) {
        if (NO_ATTRIBUTES.contains(name) || value.isNull()) {
            return;
        }
        Optional<String> text = attribute(value);
        if (!ATTRIBUTE.matcher(name).matches() || text.isEmpty()) {
            errors.add(JsonText.shortened(name) + " is " + JsonText.kind(value)
                    + ", and no attribute of a CloudEvent; accepted are names of lower-case letters and digits, and"
                    + " strings, numbers and booleans");
            return;
        }
        CloudEventHeaders.put(headers, CloudEventHeaders.PREFIX + name, text.get());
    }

    /** As the binary mode writes it. */
    private static Optional<String> attribute(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    private static void version(String name, Optional<String> given, List<String> errors) {
        given.filter(version -> !version.equals(CloudEventHeaders.VERSION))
                .ifPresent(version ->
                        errors.add(name + " is \"" + JsonText.shortened(version) + "\"; accepted is \"1.0\""));
    }

    /** Others call their events what they like; a name of ours that is not this one says something else. */
    private static void type(String name, Optional<String> given, List<String> errors) {
        given.filter(type -> type.startsWith(CloudEventHeaders.OWN_TYPES))
                .filter(type -> !type.equals(CloudEventHeaders.JOB_REQUESTED))
                .ifPresent(type -> errors.add(name + " is \"" + JsonText.shortened(type) + "\"; accepted are "
                        + CloudEventHeaders.JOB_REQUESTED + " and types that do not begin with "
                        + CloudEventHeaders.OWN_TYPES));
    }

    private static Headers carried(Headers original) {
        Headers headers = new RecordHeaders(original.toArray());
        headers.remove(CloudEventHeaders.CONTENT_TYPE);
        traceContext(headers);
        return headers;
    }

    /** CloudEvents have an extension for it; those behind us look for the header. */
    private static void traceContext(Headers headers) {
        if (headers.lastHeader(TRACEPARENT) == null) {
            text(headers, CloudEventHeaders.PREFIX + TRACEPARENT)
                    .ifPresent(context -> CloudEventHeaders.put(headers, TRACEPARENT, context));
        }
    }

    static boolean isJson(String contentType) {
        return contentType.equals("application/json")
                || (contentType.startsWith("application/")
                        && contentType.endsWith("+json")
                        && !contentType.equals(BATCH));
    }

    static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
