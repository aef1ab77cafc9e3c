package io.forkline.cli.doctor;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.BrokerException;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.cli.Scratch;
import io.forkline.cli.terminal.Text;
import java.io.IOException;

/** Whether a Kafka broker starts here, and how long that takes. */
final class BrokerCheck implements Check {

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public Finding look() {
        long begun = System.nanoTime();
        try (Scratch scratch = Scratch.create("doctor-broker");
                EmbeddedBroker broker = new EmbeddedBroker(
                        BrokerConfig.ephemeral(scratch.folder().resolve("data")))) {
            broker.start();
            return new Finding.Good("a broker starts in " + Text.millis((System.nanoTime() - begun) / 1_000_000.0));
        } catch (BrokerException | IOException e) {
            return new Finding.Missing(
                    String.valueOf(e.getMessage()),
                    "see to it that loopback ports can be opened and that the temporary directory has room");
        }
    }
}
