package io.forkline.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class Crc32PartitionerTest {

    /** The check value of CRC-32 is 0xCBF43926 for these nine digits. */
    @Test
    void partitionIsTheRemainderOfTheKeysCrc() {
        byte[] key = "123456789".getBytes(StandardCharsets.US_ASCII);

        try (Crc32Partitioner partitioner = new Crc32Partitioner()) {
            assertThat(partitioner.partition("jobs", key, key, null, null, partitions(1_000)))
                    .isEqualTo((int) (0xCBF43926L % 1_000));
        }
    }

    private static Cluster partitions(int count) {
        Node node = new Node(1, "localhost", 1);
        List<PartitionInfo> partitions = IntStream.range(0, count)
                .mapToObj(number -> new PartitionInfo("jobs", number, node, new Node[] {node}, new Node[] {node}))
                .toList();
        return new Cluster("cluster", List.of(node), partitions, Set.of(), Set.of());
    }
}
