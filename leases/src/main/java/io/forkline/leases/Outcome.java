package io.forkline.leases;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What came of a task, as the records that say so; may be none. They are asked for late, and again when the schema
 * registry was out of reach, so that an outage costs a wait and not a second run of the task.
 */
@FunctionalInterface
public interface Outcome {

    /**
     * The records to publish, all of them before the task is acknowledged.
     *
     * @throws io.forkline.schemas.registry.RegistryUnavailableException when they cannot be encoded now; asked again after
     *     a pause
     */
    List<ProducerRecord<byte[], byte[]>> records();
}
