package io.forkline.schemas.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.forkline.schemas.cloudevent.CloudEventHeaders;
import io.forkline.schemas.job.JobSchema;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** Makes the AsyncAPI 3 document of all topics. Schemas are in it whole, as tools do not follow the names of Avro from file to file. */
final class AsyncApi {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TopicLayout LAYOUT = TopicLayout.DEFAULT;
    private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
    private static final String BINDING = "0.5.0";

    private AsyncApi() {}

    /** The document as a tree. */
    static ObjectNode document() {
        ObjectNode document = NODES.objectNode().put("asyncapi", "3.0.0");
        document.set("info", info());
        document.put("defaultContentType", "application/avro");
        document.set("servers", servers());
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        components.set("messageTraits", traits());
        for (ForklineTopic topic : ForklineTopic.values()) {
            DescribedTopic described = DescribedTopic.of(topic);
            channels.set(topic.suffix(), channel(topic, described));
            messages.set(messageName(topic), message(topic, described));
            addOperations(operations, topic, described);
        }
        return document;
    }

    /** The document as text. */
    static String text() {
        YAMLFactory factory = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .disable(YAMLGenerator.Feature.SPLIT_LINES)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        try {
            return "# Made of the catalogue and the schemas by " + StoredDocumentsTest.COMMAND + "\n"
                    + new ObjectMapper(factory).writeValueAsString(document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode info() {
        ObjectNode info = NODES.objectNode().put("title", "Forkline").put("version", "0.1.0");
        info.put("description", """
                Batch agent jobs on Kafka: publish a job, consume its result.

                The document is from Forkline's point of view: what it receives others publish, what it sends others consume. Topics have the
                prefix `forkline.` and the partitions of a deployment with default settings. Avro values are in Confluent's wire format under
                the subject `<topic>-value`. Guides for each side: `docs/publish.md` and `docs/consume.md`.
                """);
        info.putObject("license").put("name", "Apache-2.0").put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        ArrayNode tags = info.putArray("tags");
        for (DescribedTopic.Audience audience : DescribedTopic.Audience.values()) {
            tags.addObject().put("name", audience.tag).put("description", audience.description);
        }
        return info;
    }

    private static ObjectNode servers() {
        ObjectNode servers = NODES.objectNode();
        ObjectNode local = servers.putObject("local")
                .put("host", "localhost:9092")
                .put("protocol", "kafka")
                .put("description", "What `forkline up` starts.");
        local.putObject("bindings")
                .putObject("kafka")
                .put("schemaRegistryUrl", "http://localhost:8081/apis/ccompat/v7")
                .put("schemaRegistryVendor", "confluent")
                .put("bindingVersion", BINDING);
        return servers;
    }

    private static ObjectNode channel(ForklineTopic topic, DescribedTopic described) {
        ObjectNode channel = NODES.objectNode()
                .put("address", LAYOUT.name(topic))
                .put("title", topic.suffix())
                .put("description", described.summary());
        channel.putObject("messages")
                .putObject(messageName(topic))
                .put("$ref", "#/components/messages/" + messageName(topic));
        channel.putArray("tags").addObject().put("name", described.audience().tag);
        ObjectNode kafka = channel.putObject("bindings")
                .putObject("kafka")
                .put("topic", LAYOUT.name(topic))
                .put("partitions", LAYOUT.partitions(topic.keying()));
        ObjectNode configuration = kafka.putObject("topicConfiguration");
        configuration.putArray("cleanup.policy").add(topic.retention().isPresent() ? "delete" : "compact");
        topic.retention().ifPresent(time -> configuration.put("retention.ms", time.toMillis()));
        configuration.put("max.message.bytes", topic.maxMessageBytes());
        kafka.put("bindingVersion", BINDING);
        return channel;
    }

    private static ObjectNode message(ForklineTopic topic, DescribedTopic described) {
        ObjectNode message = NODES.objectNode()
                .put("name", messageName(topic))
                .put("title", messageName(topic))
                .put("summary", described.summary());
        boolean json = topic == ForklineTopic.JOBS_JSON;
        message.put(
                "contentType",
                json
                        ? "application/json"
                        : topic.valueType().isPresent() ? "application/avro" : "application/octet-stream");
        topic.valueType().ifPresent(type -> {
            ObjectNode payload = message.putObject("payload").put("schemaFormat", AVRO);
            payload.set("schema", avro(SpecificData.get().getSchema(type)));
        });
        if (json) {
            message.set("payload", JobSchema.of().without("$schema"));
        }
        ArrayNode traits = message.putArray("traits");
        described.headers().forEach(name -> traits.addObject().put("$ref", "#/components/messageTraits/" + name));
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", described.key());
        if (topic.valueType().isPresent()) {
            kafka.put("schemaIdLocation", "payload")
                    .put("schemaIdPayloadEncoding", "confluent")
                    .put("schemaLookupStrategy", "TopicNameStrategy");
        }
        kafka.put("bindingVersion", BINDING);
        return message;
    }

    private static void addOperations(ObjectNode operations, ForklineTopic topic, DescribedTopic described) {
        switch (described.audience()) {
            case PUBLISH -> operations.set("receive-" + topic.suffix(), operation("receive", topic, described));
            case CONSUME, OPERATE -> operations.set("send-" + topic.suffix(), operation("send", topic, described));
            case INTERNAL -> {
                operations.set("send-" + topic.suffix(), operation("send", topic, described));
                operations.set("receive-" + topic.suffix(), operation("receive", topic, described));
            }
        }
    }

    private static ObjectNode operation(String action, ForklineTopic topic, DescribedTopic described) {
        ObjectNode operation = NODES.objectNode().put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + topic.suffix());
        operation.put("summary", described.audience().description);
        operation.putArray("tags").addObject().put("name", described.audience().tag);
        operation
                .putArray("messages")
                .addObject()
                .put("$ref", "#/channels/" + topic.suffix() + "/messages/" + messageName(topic));
        return operation;
    }

    private static ObjectNode traits() {
        ObjectNode traits = NODES.objectNode();
        headers(traits, "traced", Map.of("traceparent", "W3C trace context; carried from a job to its result."));
        headers(
                traits,
                "cloudEvent",
                Map.of(
                        "ce_specversion",
                        "1.0: the record is a CloudEvent in the binary mode of the Kafka binding.",
                        "ce_id",
                        "Of a result its run's id, of a job the job's: the same id is the same event.",
                        "ce_source",
                        "urn:forkline: and the name of the client or service.",
                        "ce_type",
                        "Of a job " + CloudEventHeaders.JOB_REQUESTED + ", of a result " + CloudEventHeaders.JOB_RESULT
                                + ". A producer may have a type of its own.",
                        "ce_subject",
                        "The job's id.",
                        "ce_time",
                        "When it happened, as RFC 3339 has it.",
                        "content-type",
                        "application/avro"));
        headers(
                traits,
                "cloudEventIn",
                Map.of(
                        "content-type",
                        "application/json, or application/cloudevents+json for an event in structured mode, whose data is"
                                + " the job. May be left out.",
                        "ce_specversion",
                        "1.0, where the record is an event in binary mode.",
                        "ce_id",
                        "The job's id, where the value has none.",
                        "ce_type",
                        CloudEventHeaders.JOB_REQUESTED + ", or any that does not begin with io.forkline."));
        headers(
                traits,
                "deadLetter",
                Map.of(
                        "forkline-cause", "Why, for programs.",
                        "forkline-message", "Why, for people.",
                        "forkline-origin-topic", "The topic it was on.",
                        "forkline-origin-partition", "Its partition.",
                        "forkline-origin-offset", "Its offset.",
                        "forkline-attempt", "Its delivery, from 1.",
                        "forkline-component", "Who met it.",
                        "forkline-bytes-cut", "How many bytes did not fit; only where some did not."));
        return traits;
    }

    private static void headers(ObjectNode traits, String trait, Map<String, String> names) {
        ObjectNode properties = traits.putObject(trait)
                .putObject("headers")
                .put("type", "object")
                .putObject("properties");
        names.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> properties
                        .putObject(header.getKey())
                        .put("type", "string")
                        .put("description", header.getValue()));
    }

    private static String messageName(ForklineTopic topic) {
        return topic.valueType().map(Class::getSimpleName).orElseGet(() -> switch (topic) {
            case JOBS_JSON -> "JobAsJson";
            case DEAD_LETTERS -> "DeadLetter";
            case PLANNER_EVENTS -> "PlannerEvent";
            case BUDGET_EVENTS -> "BudgetEvent";
            default -> throw new IllegalArgumentException("name the message of " + topic);
        });
    }

    /** Without what it says to Java only. */
    private static JsonNode avro(Schema schema) {
        try {
            return plain(JSON.readTree(schema.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode plain(JsonNode node) {
        if (node.isArray()) {
            ArrayNode items = NODES.arrayNode();
            node.forEach(item -> items.add(plain(item)));
            return items;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.size() == 2 && node.has("avro.java.string")) {
            return node.get("type");
        }
        ObjectNode fields = NODES.objectNode();
        node.properties().stream()
                .filter(field -> !field.getKey().equals("avro.java.string"))
                .forEach(field -> fields.set(field.getKey(), plain(field.getValue())));
        return fields;
    }
}
