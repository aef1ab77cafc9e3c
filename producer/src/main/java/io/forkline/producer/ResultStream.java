package io.forkline.producer;

import io.forkline.schemas.record.JobResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Results as they come, in the order of their partition. Records that are not results are left out, with a warning in the
 * log. For one thread.
 */
public final class ResultStream implements AutoCloseable {

    private final ResultConsumer consumer;

    ResultStream(ResultConsumer consumer) {
        this.consumer = consumer;
    }

    /**
     * The next result; empty when none came within this time.
     *
     * @throws io.forkline.schemas.registry.RegistryUnavailableException when the schema registry is out of reach; the next
     *     call begins with the same record
     */
    public Optional<JobResult> next(Duration atMost) throws InterruptedException {
        return consumer.next(result -> true, atMost);
    }

    /**
     * The next of the results that there were when this was first called; empty behind the last of them.
     *
     * @throws io.forkline.schemas.registry.RegistryUnavailableException as {@link #next}
     * @throws ClientException when the brokers give nothing for half a minute
     */
    public Optional<JobResult> nextThere() throws InterruptedException {
        return consumer.nextThere();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
