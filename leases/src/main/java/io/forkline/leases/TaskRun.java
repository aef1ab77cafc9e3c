package io.forkline.leases;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.telemetry.log.LogFields;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a record that was taken to an outcome that is durable, on the task's own thread. The lease is the loop's affair. */
record TaskRun<T>(
        TaskSource source,
        Decoder<T> decoder,
        TaskHandler<T> handler,
        Publisher publisher,
        Backoff registryBackoff,
        LeaseMeters meters) {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRun.class);

    /** Never throws: what goes wrong is an ending too. */
    Ending run(ConsumerRecord<byte[], byte[]> taken, Lease lease) {
        Delivery delivery = Delivery.of(taken);
        try {
            return switch (decode(taken, delivery)) {
                case Decoded.Value<T> task -> answer(task.value(), delivery, lease);
                case Decoded.Poison<T> poison -> bury(taken, delivery, poison.cause(), lease);
                case Decoded.Unavailable<T> unavailable ->
                    throw new IllegalStateException("decoding ended without an answer: " + unavailable.cause());
            };
        } catch (InterruptedException e) {
            // The thread ends with the run, so nobody else looks for its flag.
            return new Ending.Abandoned();
        } catch (Throwable e) {
            return new Ending.Broken(e);
        }
    }

    private Ending answer(T task, Delivery delivery, Lease lease) throws InterruptedException {
        LogFields fields = LogFields.of(task, delivery.headers());
        try {
            return publish(encode(outcome(task, delivery), delivery), lease);
        } finally {
            fields.close();
        }
    }

    /** Waits for as long as the registry is out of reach. */
    private Decoded<T> decode(ConsumerRecord<byte[], byte[]> taken, Delivery delivery) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Decoded<T> decoded = decoder.decode(taken.value());
            if (!(decoded instanceof Decoded.Unavailable<T> unavailable)) {
                return decoded;
            }
            waitForRegistry(delivery, attempt, unavailable.cause());
        }
    }

    private Outcome outcome(T task, Delivery delivery) throws InterruptedException {
        if (delivery.count() < source.maxDeliveries()) {
            return handler.handle(task, delivery);
        }
        LOG.error("A task is given up: its deliveries are used up. {}", delivery);
        return handler.lastDelivery(task, delivery);
    }

    /** Waits likewise. */
    private List<ProducerRecord<byte[], byte[]>> encode(Outcome outcome, Delivery delivery)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return outcome.records();
            } catch (RegistryUnavailableException e) {
                waitForRegistry(delivery, attempt, String.valueOf(e.getMessage()));
            }
        }
    }

    private void waitForRegistry(Delivery delivery, int attempt, String cause) throws InterruptedException {
        LOG.warn("A task waits for the schema registry. {} attempt={} cause={}", delivery, attempt, cause);
        registryBackoff.pause(attempt);
    }

    private Ending publish(List<ProducerRecord<byte[], byte[]>> records, Lease lease) throws InterruptedException {
        if (!lease.isHeld()) {
            return new Ending.Abandoned();
        }
        publisher.publish(records);
        return new Ending.Published();
    }

    private Ending bury(ConsumerRecord<byte[], byte[]> taken, Delivery delivery, String cause, Lease lease)
            throws InterruptedException {
        LOG.error("A record is no task and goes to the dead letters. {} cause={}", delivery, cause);
        var letter = new DeadLetter(
                DeadLetter.UNREADABLE,
                cause,
                delivery.topic(),
                delivery.partition(),
                delivery.offset(),
                delivery.count(),
                source.component());
        var copy = letter.of(taken.key(), taken.value(), taken.headers());
        var record = new ProducerRecord<>(source.deadLetterTopic(), null, copy.key(), copy.value(), copy.headers());
        if (!(publish(List.of(record), lease) instanceof Ending.Published)) {
            return new Ending.Abandoned();
        }
        meters.buried();
        return new Ending.DeadLettered();
    }
}
