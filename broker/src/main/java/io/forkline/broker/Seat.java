package io.forkline.broker;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The place of a node among those of its cluster, each of which is broker and controller at once.
 *
 * @param node its number, from 1
 * @param clusterId what a new directory is formatted for
 * @param everyone the ports of all nodes, in the order of their numbers
 */
record Seat(int node, String clusterId, List<Ports> everyone) {

    private static final int MOST_REPLICAS = 3;

    Seat {
        everyone = List.copyOf(everyone);
    }

    static Seat alone(Ports ports) {
        return new Seat(1, Uuid.randomUuid().toString(), List.of(ports));
    }

    Ports ports() {
        return everyone.get(node - 1);
    }

    boolean isAlone() {
        return everyone.size() == 1;
    }

    /** Copies of what Kafka keeps for itself, and of topics that do not say. */
    int replicas() {
        return Math.min(MOST_REPLICAS, everyone.size());
    }

    /** Copies that must have a record before it counts as written: all but one. */
    int inSync() {
        return Math.max(1, replicas() - 1);
    }

    /** Who elects the controller, as Kafka wants it. */
    String voters() {
        return IntStream.rangeClosed(1, everyone.size())
                .mapToObj(each -> each + "@127.0.0.1:" + everyone.get(each - 1).controller())
                .collect(Collectors.joining(","));
    }
}
