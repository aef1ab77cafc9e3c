package io.forkline.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * Several brokers inside this JVM that hold copies of each other's topics, for tests of what the loss of one does. Any of them may be stopped without a
 * word to the others, and started again on what it had. Three copies of all there is, two of which must have a record. For one thread.
 */
public final class EmbeddedCluster implements AutoCloseable {

    private final Path directory;
    private final List<EmbeddedBroker> nodes;

    private EmbeddedCluster(Path directory, List<EmbeddedBroker> nodes) {
        this.directory = directory;
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Starts so many nodes on free loopback ports, with their logs in a new directory that goes with them.
     *
     * @throws BrokerException when they do not start; nothing is left running
     */
    public static EmbeddedCluster start(Path directory, int size) {
        List<Ports> ports = Stream.generate(() -> Ports.choose(BrokerConfig.durable(directory, 0)))
                .limit(size)
                .toList();
        String id = Uuid.randomUuid().toString();
        List<EmbeddedBroker> nodes = new ArrayList<>();
        for (int node = 1; node <= size; node++) {
            Seat seat = new Seat(node, id, ports);
            BrokerConfig config = BrokerConfig.durable(
                    directory.resolve("node-" + node), seat.ports().clients());
            nodes.add(new EmbeddedBroker(config, () -> seat));
        }
        EmbeddedCluster cluster = new EmbeddedCluster(directory, nodes);
        try {
            cluster.startAll();
            ShareState.prepare(cluster.bootstrapServers(), new Seat(1, id, ports));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Where clients connect: all nodes, those that are stopped too, as people write it. */
    public String bootstrapServers() {
        return nodes.stream().map(EmbeddedBroker::address).collect(Collectors.joining(","));
    }

    /** The numbers of all nodes, as Kafka tells them in its metadata. */
    public List<Integer> nodes() {
        return IntStream.rangeClosed(1, nodes.size()).boxed().toList();
    }

    /** Stops a node as a power cut would be seen by the others: it hands nothing over. What it has stays. */
    public void stop(int node) {
        nodes.get(node - 1).close();
    }

    /** Starts a node that was stopped. */
    public void restart(int node) {
        nodes.get(node - 1).start();
    }

    /** At once: a controller that is left alone waits seconds for others that could take over. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> closing = nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::close, Thread::startVirtualThread))
                .toList();
        closing.forEach(CompletableFuture::join);
        new DataDirectory(directory).delete();
    }

    /** At once: none is ready before most of them are. The locale belongs to the whole JVM, so it is set for all together. */
    private void startAll() {
        NeutralLocale.during(() -> {
            List<CompletableFuture<Void>> starting = nodes.stream()
                    .map(node -> CompletableFuture.runAsync(node::join, Thread::startVirtualThread))
                    .toList();
            starting.forEach(CompletableFuture::join);
            return starting.size();
        });
    }
}
