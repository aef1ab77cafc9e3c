import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints results as they come, with Kafka's consumer, Confluent's registry client and nothing of Forkline's. Arguments: brokers, URL of the
 * registry, topic, and how many results to wait for.
 *
 * <p>Where Confluent's own artifacts are at hand, its deserializer takes the place of {@code decode}:
 *
 * <pre>
 * properties.put("value.deserializer", "io.confluent.kafka.serializers.KafkaAvroDeserializer");
 * properties.put("schema.registry.url", registryUrl);
 * KafkaConsumer&lt;String, GenericRecord&gt; consumer = new KafkaConsumer&lt;&gt;(properties);
 * </pre>
 */
public class ConsumeResults {

    private static final int HEADER_BYTES = 5;
    private static final int CACHED_SCHEMAS = 100;

    private final SchemaRegistryClient registry;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    ConsumeResults(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    public static void main(String[] args) throws Exception {
        String topic = args[2];
        int wanted = Integer.parseInt(args[3]);
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args[0]);
        properties.put("group.id", "forkline.results-java-example");
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        try (KafkaConsumer<String, byte[]> consumer =
                        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
                SchemaRegistryClient client = new CachedSchemaRegistryClient(args[1], CACHED_SCHEMAS)) {
            ConsumeResults results = new ConsumeResults(client);
            consumer.subscribe(List.of(topic));
            for (int seen = 0; seen < wanted; ) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    GenericRecord result = results.decode(record.value());
                    System.out.println(result.get("runId") + " is " + result.get("status"));
                    seen++;
                }
                // Only what has been worked on: a failure above leaves it for the next start.
                consumer.commitSync();
            }
        }
    }

    /** Confluent's wire format: a zero byte, the id of the writer's schema in four bytes, the Avro binary. */
    private GenericRecord decode(byte[] value) throws Exception {
        int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
        Schema writer = schemas.get(id);
        if (writer == null) {
            writer = new Schema.Parser().parse(registry.getSchemaById(id).canonicalString());
            schemas.put(id, writer);
        }
        return new GenericDatumReader<GenericRecord>(writer)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
    }
}
