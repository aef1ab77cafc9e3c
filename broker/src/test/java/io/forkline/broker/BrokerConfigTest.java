package io.forkline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    private static final Path DIRECTORY = Path.of("data");

    @Test
    void ephemeralBrokerListensOnAFreeLoopbackPortAndKeepsNothing() {
        var config = BrokerConfig.ephemeral(DIRECTORY);

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isZero();
        assertThat(config.keepsData()).isFalse();
    }

    @Test
    void durableBrokerKeepsItsPortAndItsData() {
        var config = BrokerConfig.durable(DIRECTORY, 9092).withHost("10.1.2.3");

        assertThat(config.port()).isEqualTo(9092);
        assertThat(config.host()).isEqualTo("10.1.2.3");
        assertThat(config.keepsData()).isTrue();
    }

    @Test
    void badValuesAreNamedWithTheirRange() {
        assertThatThrownBy(() -> BrokerConfig.durable(DIRECTORY, 70_000)).hasMessageContaining("70000; use 0");
        assertThatThrownBy(() -> BrokerConfig.ephemeral(DIRECTORY).withHost(" "))
                .hasMessageContaining("host is blank");
        assertThatThrownBy(() -> ShareGroupLimits.DEFAULT.withShortestLock(Duration.ofMillis(10)))
                .hasMessageContaining("shortest lock is 10 ms; use 1000 to 30000 ms");
        assertThatThrownBy(() -> ShareGroupLimits.DEFAULT.withSession(Duration.ofMinutes(1)))
                .hasMessageContaining("session of share groups is 60000 ms; use 1000 to 45000 ms");
        assertThatThrownBy(() -> ShareGroupLimits.DEFAULT.withMostMembers(1_001))
                .hasMessageContaining("at most 1001 members; use 1 to 1000");
    }

    @Test
    void locksReachTheServerInMilliseconds() {
        var config = BrokerConfig.ephemeral(DIRECTORY)
                .withShareGroups(ShareGroupLimits.DEFAULT.withShortestLock(Duration.ofSeconds(2)));

        assertThat(ServerProperties.of(config, Seat.alone(new Ports(1, 2, 3))))
                .containsEntry("group.share.min.record.lock.duration.ms", "2000")
                .containsEntry("group.share.max.record.lock.duration.ms", "60000");
    }

    @Test
    void clientsAreToldTheAdvertisedNameAndThisJvmHasAListenerOfItsOwn() {
        var config = BrokerConfig.ephemeral(DIRECTORY).withHost("0.0.0.0").withAdvertisedHost("kafka");

        assertThat(ServerProperties.of(config, Seat.alone(new Ports(1, 2, 3))))
                .containsEntry("listeners", "CLIENTS://0.0.0.0:1,INTERNAL://127.0.0.1:2,CONTROLLER://127.0.0.1:3")
                .containsEntry("advertised.listeners", "CLIENTS://kafka:1,INTERNAL://127.0.0.1:2")
                .containsEntry("inter.broker.listener.name", "INTERNAL");
    }

    @Test
    void withoutAnAdvertisedNameThereIsOneListenerForAll() {
        assertThat(ServerProperties.of(BrokerConfig.ephemeral(DIRECTORY), Seat.alone(new Ports(1, 2, 3))))
                .containsEntry("listeners", "CLIENTS://127.0.0.1:1,CONTROLLER://127.0.0.1:3")
                .containsEntry("advertised.listeners", "CLIENTS://127.0.0.1:1");
    }

    @Test
    void silentMembersOfShareGroupsAreGivenUpSoonerWhereThatIsAskedFor() {
        var config = BrokerConfig.ephemeral(DIRECTORY)
                .withShareGroups(ShareGroupLimits.DEFAULT.withSession(Duration.ofSeconds(6)));

        assertThat(ServerProperties.of(config, Seat.alone(new Ports(1, 2, 3))))
                .containsEntry("group.share.session.timeout.ms", "6000")
                .containsEntry("group.share.min.session.timeout.ms", "6000");
    }

    /** A worker may have 200 slots, and Kafka's default is 200 for all workers together. */
    @Test
    void shareGroupsTakeMoreThanOneLargeWorker() {
        assertThat(ServerProperties.of(BrokerConfig.ephemeral(DIRECTORY), Seat.alone(new Ports(1, 2, 3))))
                .containsEntry("group.share.max.size", "1000");
    }
}
