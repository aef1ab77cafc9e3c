package io.forkline.cli.chaos;

import io.forkline.producer.ClientException;
import io.forkline.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Does what a producer has to do whose cluster is away now and then: tries again until it is done. */
final class Persistently {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Persistently() {}

    /** What may fail for a while. */
    @FunctionalInterface
    interface Attempt {
        void run() throws InterruptedException;
    }

    /** @throws IllegalStateException when it does not work for minutes */
    static void run(String what, Attempt attempt) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                attempt.run();
                return;
            } catch (InterruptException e) {
                throw e;
            } catch (ClientException | RegistryUnavailableException | KafkaException e) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException(what + " does not work for " + PATIENCE.toSeconds() + " s", e);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }
}
