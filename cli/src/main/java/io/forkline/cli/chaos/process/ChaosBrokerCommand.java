package io.forkline.cli.chaos.process;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.broker.ShareGroupLimits;
import io.forkline.cli.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The broker of a chaos run, in its own process: as {@code forkline up} has it, but for locks and sessions that are short. */
@Command(name = "chaos-broker", hidden = true, description = "The broker of a chaos run.")
public final class ChaosBrokerCommand implements Callable<Integer> {

    /**
     * A loopback address that the kernel gives no client as its own. At another, a client that tries again and again while the broker is down may be given
     * the broker's very port, connect to itself, and keep the broker out.
     */
    static final String HOST = "127.0.0.2";

    /** How long a worker may be silent. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private final Host host;

    @Option(names = "--data", required = true, description = "Where its data stays.")
    private Path data = Path.of("");

    @Option(names = "--port", required = true, description = "Where clients connect.")
    private int port;

    public ChaosBrokerCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        BrokerConfig config = BrokerConfig.durable(data, port)
                .withHost(HOST)
                .withShareGroups(ShareGroupLimits.DEFAULT
                        .withShortestLock(Duration.ofSeconds(1))
                        .withSession(SESSION));
        try (EmbeddedBroker broker = new EmbeddedBroker(config)) {
            broker.start();
            host.terminal().err().println("The broker is ready.");
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
