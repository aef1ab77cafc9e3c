package io.forkline.cli.cluster;

import io.forkline.cli.service.Service;
import io.forkline.cli.service.ServiceGroup;
import io.forkline.cli.terminal.Terminal;
import java.util.List;

/** A service from its start to the signal that ends it. */
final class ServiceRun {

    private ServiceRun() {}

    /**
     * Starts the service, says when it is ready, and ends it at a signal.
     *
     * @throws InterruptedException by the signal, when it has been closed
     */
    static int untilStopped(Service service, Terminal terminal, String ready) throws InterruptedException {
        try (ServiceGroup group = new ServiceGroup(List.of(service))) {
            terminal.err().println("Starting the " + service.name());
            group.start();
            group.awaitReady();
            terminal.err().println("The " + service.name() + " is ready. " + ready);
            group.untilStopped();
            return 0;
        }
    }
}
