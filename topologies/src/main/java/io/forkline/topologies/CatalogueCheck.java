package io.forkline.topologies;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.TopicApplier;
import org.apache.kafka.clients.admin.Admin;

/** Looks at the topics before a topology starts: Streams does not check that what a processor joins is cut alike. */
public final class CatalogueCheck {

    private CatalogueCheck() {}

    /**
     * Checks that every topic is there with the configured partitions.
     *
     * @throws io.forkline.schemas.topic.TopicsException naming each that is not, and the remedy
     */
    public static void verify(ClusterConnection connection) {
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            new TopicApplier(admin, connection.layout()).verify();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topics were looked at", e);
        }
    }
}
