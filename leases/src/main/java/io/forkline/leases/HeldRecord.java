package io.forkline.leases;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one record that a slot's consumer holds, and what may be done with its lock. For the loop's thread only. */
final class HeldRecord {

    private static final Logger LOG = LoggerFactory.getLogger(HeldRecord.class);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final ConsumerRecord<byte[], byte[]> taken;
    private final Lease lease;
    private final LongSupplier nanos;
    /** Whether the client counts the record as delivered and not acknowledged. */
    private boolean inFlight = true;

    private boolean answered = true;

    HeldRecord(
            ShareConsumer<byte[], byte[]> consumer,
            ConsumerRecord<byte[], byte[]> taken,
            Lease lease,
            LongSupplier nanos) {
        this.consumer = consumer;
        this.taken = taken;
        this.lease = lease;
        this.nanos = nanos;
    }

    /**
     * Renews the lock, and says whether it is still ours. The order is the point. After a committed renewal the poll gives
     * back the record we hold, and asks the broker for nothing. A poll while the renewal is under way would take the next
     * record as well, and nobody would renew that one.
     *
     * <p>The time counts for as much as the answer: when somebody else has taken the record and finished it, the broker
     * ignores our renewal and reports no error.
     */
    boolean renew() {
        if (!lease.isHeld()) {
            return false;
        }
        long askedAt = nanos.getAsLong();
        consumer.acknowledge(taken, AcknowledgeType.RENEW);
        inFlight = commit(AcknowledgeType.RENEW) && isGivenBack(consumer.poll(SlotLoop.POLL));
        return inFlight && lease.renewed(askedAt, lockLength(consumer));
    }

    /**
     * Whether the broker answered. If not, what we said of the record is still under way, and the answer may come in the midst of
     * the next record: an old renewal would give this record back, finished by another or not. Such a consumer must be closed.
     */
    boolean isAnswered() {
        return answered;
    }

    /** Tells the broker what becomes of the record. If that fails the record may be delivered again, which is allowed. */
    void acknowledge(AcknowledgeType type) {
        consumer.acknowledge(taken, type);
        inFlight = false;
        if (!commit(type)) {
            LOG.warn("An acknowledgement failed; the task may come again. type={} {}", type, Delivery.of(taken));
        }
    }

    /** Clears the client of a record whose lock is lost. The broker has let go of it already, or does now. */
    void forget() {
        lease.lose();
        if (inFlight) {
            inFlight = false;
            consumer.acknowledge(taken, AcknowledgeType.RELEASE);
            commit(AcknowledgeType.RELEASE);
        }
    }

    private boolean isGivenBack(ConsumerRecords<byte[], byte[]> again) {
        for (ConsumerRecord<byte[], byte[]> other : again) {
            if (other.offset() != taken.offset() || other.partition() != taken.partition()) {
                throw new IllegalStateException("a renewal brought another record: partition " + other.partition()
                        + " offset " + other.offset() + " beside " + Delivery.of(taken));
            }
        }
        return !again.isEmpty();
    }

    private boolean commit(AcknowledgeType type) {
        try {
            // No answer within the length of the lock is no better than a lock that is lost. The watchdog stops the
            // task in time,
            // however long this waits; a shorter wait would more often leave a renewal under way.
            Map<TopicIdPartition, Optional<KafkaException>> results = consumer.commitSync(lease.length());
            results.values().stream()
                    .flatMap(Optional::stream)
                    .forEach(failure -> LOG.debug(
                            "The broker refused an acknowledgement. type={} {}", type, Delivery.of(taken), failure));
            return results.values().stream().allMatch(Optional::isEmpty);
        } catch (TimeoutException e) {
            LOG.debug("The broker did not answer an acknowledgement. type={} {}", type, Delivery.of(taken), e);
            answered = false;
            return false;
        }
    }

    /** How long the broker locks the records of this group. */
    static Duration lockLength(ShareConsumer<byte[], byte[]> consumer) {
        // Brokers before 4.2 do not say. None locks for less than this, unless told so.
        return Duration.ofMillis(consumer.acquisitionLockTimeoutMs().orElse(15_000));
    }
}
