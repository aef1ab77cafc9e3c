package io.forkline.workers;

import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.TopicsException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the controls from now on and passes them to the {@link Cancellations}. Every worker reads all of them, in no group. A
 * control that cannot be read is left out: the aggregator reads it too, and decides.
 */
final class ControlReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final RecordCodec<RunControl> codec;
    private final Cancellations cancellations;
    private final Thread thread = new Thread(this::run, "forkline-worker-controls");
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Takes the consumer over and closes it in the end. */
    ControlReader(Consumer<byte[], byte[]> consumer, RecordCodec<RunControl> codec, Cancellations cancellations) {
        this.consumer = consumer;
        this.codec = codec;
        this.cancellations = cancellations;
    }

    /**
     * Returns when every control that is published from now on will be seen.
     *
     * @throws TopicsException when the topic is not there
     */
    void start(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new TopicsException(
                    "topic " + topic + " is not there; run `forkline topics create`, or set topics.prefix");
        }
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        thread.start();
    }

    /** Ends the reading. May be called twice, and without a start. */
    @Override
    public void close() {
        closing.countDown();
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        // No interrupt: a consumer that is closed by an interrupted thread complains and waits.
        consumer.wakeup();
        joinThread();
    }

    private void run() {
        try (consumer) {
            while (closing.getCount() > 0) {
                poll();
            }
        } catch (WakeupException e) {
            LOG.debug("The reading of controls ends.");
        }
    }

    private void poll() {
        try {
            consumer.poll(POLL).forEach(this::pass);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            // Without controls a worker only does work that nobody wants any more: no reason to stop it.
            LOG.warn("Controls cannot be read for now; cancelled runs end at the aggregator only.", e);
            pause();
        }
    }

    private void pass(ConsumerRecord<byte[], byte[]> record) {
        if (codec.decode(record.value()) instanceof Decoded.Value<RunControl> control) {
            cancellations.control(control.value());
        } else {
            LOG.warn(
                    "A control cannot be read and is left to the aggregator. topic={} partition={} offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    private void pause() {
        try {
            boolean ends = closing.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("Controls are read again. closing={}", ends);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the reading of controls", e);
        }
    }

    private void joinThread() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
