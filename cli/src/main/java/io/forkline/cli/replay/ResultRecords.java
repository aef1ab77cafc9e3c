package io.forkline.cli.replay;

import io.forkline.cli.history.Position;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.log.TopicPart;
import io.forkline.schemas.log.TopicReader;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Results by where they lie: a history keeps too little of them, as all of all of them would be too much. */
final class ResultRecords implements AutoCloseable {

    private final SchemaRegistry registry;
    private final RecordCodec<JobResult> codec;
    private final TopicReader reader;

    ResultRecords(ClusterConnection connection) {
        String topic = connection.layout().name(ForklineTopic.RESULTS);
        this.reader = TopicReader.open(connection, List.of(TopicPart.whole(topic)));
        this.registry = connection.openRegistry();
        this.codec = connection.codec(registry, ForklineTopic.RESULTS, JobResult.class);
    }

    /** The result there; empty when the topic has dropped it since. */
    Optional<JobResult> find(Position at) {
        return reader.find(new TopicPartition(at.topic(), at.partition()), at.offset())
                .flatMap(record -> switch (codec.decode(record.value())) {
                    case Decoded.Value<JobResult> value -> Optional.of(value.value());
                    case Decoded.Poison<JobResult> poison -> Optional.empty();
                    case Decoded.Unavailable<JobResult> unavailable ->
                        throw new RegistryUnavailableException(unavailable.cause(), null);
                });
    }

    @Override
    public void close() {
        reader.close();
        registry.close();
    }
}
