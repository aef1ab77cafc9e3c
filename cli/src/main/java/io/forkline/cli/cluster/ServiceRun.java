package io.forkline.cli.cluster;

import io.forkline.cli.Closing;
import io.forkline.cli.service.Service;
import io.forkline.cli.service.ServiceGroup;
import io.forkline.cli.status.Monitor;
import io.forkline.cli.terminal.Terminal;
import java.util.List;

/** A service from its start to the signal that ends it. */
final class ServiceRun {

    private ServiceRun() {}

    /**
     * Starts the service, serves its health and metrics, says when it is ready, and ends it at a signal.
     *
     * @throws InterruptedException by the signal, when it has been closed
     */
    static int untilStopped(Service service, Monitor monitor, Terminal terminal, String ready)
            throws InterruptedException {
        try (Closing opened = new Closing()) {
            ServiceGroup group = new ServiceGroup(List.of(service));
            // Before the service and until after it: that it starts, or ends, is what somebody may ask.
            monitor.serve(group::health)
                    .ifPresent(server -> terminal.err()
                            .println("Health is at " + opened.add(server).url() + "/health, metrics are at "
                                    + server.url() + "/metrics"));
            opened.add(group);
            terminal.err().println("Starting the " + service.name());
            group.start();
            group.awaitReady(line -> terminal.err().println(line));
            terminal.err().println("The " + service.name() + " is ready. " + ready);
            group.untilStopped();
            return 0;
        }
    }
}
