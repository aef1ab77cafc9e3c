package io.forkline.leases;

import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;

/** Where the Kafka clients of a worker come from. */
interface Clients {

    /** A consumer for one slot, not yet subscribed. The caller closes it. */
    ShareConsumer<byte[], byte[]> consumer(String name);

    /** The producer of all slots. The caller closes it. */
    Producer<byte[], byte[]> producer();
}
