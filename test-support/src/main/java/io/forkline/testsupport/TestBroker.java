package io.forkline.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** A test class's share of the broker: where it is, and names that no other test class has. Safe for several threads. */
public final class TestBroker {

    /** Members of a share group, which are slots of workers; few enough for a test to fill one. */
    public static final int MOST_MEMBERS = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger count = new AtomicInteger();
    private final String bootstrapServers;
    private final Admin admin;
    private final String prefix;

    TestBroker(String bootstrapServers, Admin admin, String prefix) {
        this.bootstrapServers = bootstrapServers;
        this.admin = admin;
        this.prefix = prefix;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Shared by all tests of the JVM: do not close it. */
    public Admin admin() {
        return admin;
    }

    /** What the names of this test class's topics begin with; ends with a dot, as a topic prefix does. */
    public String prefix() {
        return prefix;
    }

    /** A name that nobody has had, for a group, a topic or an application. */
    public String uniqueName(String name) {
        return prefix + name + "-" + count.incrementAndGet();
    }

    /** Creates a topic with one partition under a name of its own, and returns the name. */
    public String createTopic(String name) {
        String topic = uniqueName(name);
        createTopics(1, topic);
        return topic;
    }

    /** Creates topics with exactly these names. */
    public void createTopics(int partitions, String... names) {
        var topics = new ArrayList<NewTopic>();
        for (String name : names) {
            topics.add(new NewTopic(name, Optional.of(partitions), Optional.empty())
                    .configs(Map.of("message.timestamp.type", "LogAppendTime")));
        }
        get(admin.createTopics(topics).all());
    }

    /** A new share group, set up as the catalogue does it but with this lock, and returns its name. */
    public String createShareGroup(String name, Duration lock) {
        String group = uniqueName(name);
        configureShareGroup(
                group,
                Map.of(
                        "share.isolation.level", "read_committed",
                        "share.auto.offset.reset", "earliest",
                        "share.record.lock.duration.ms", Long.toString(lock.toMillis())));
        return group;
    }

    /** Sets these configurations of a group, and returns when the broker acts on them; others stay. */
    public void configureShareGroup(String group, Map<String, String> configs) {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        List<AlterConfigOp> changes = configs.entrySet().stream()
                .map(entry -> new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), OpType.SET))
                .toList();
        get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
        Await.until("the broker acts on the configuration of group " + group, () -> {
            Config there = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
            return configs.entrySet().stream()
                    .allMatch(wanted ->
                            wanted.getValue().equals(there.get(wanted.getKey()).value()));
        });
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the broker", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not do it", e);
        }
    }
}
