package io.forkline.topologies;

import io.forkline.schemas.access.AccessCheck;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.connection.ClusterConnection;
import org.apache.kafka.clients.admin.Admin;

/** Looks at the topics before a topology starts: Streams does not check that what a processor joins is cut alike. */
public final class CatalogueCheck {

    private CatalogueCheck() {}

    /**
     * Checks that every topic of this service is there with the configured partitions, its changelogs too, and that it may use them.
     *
     * @throws io.forkline.schemas.topic.TopicsException naming each that is not, or each ACL that is lacking, and the remedy
     */
    public static void verify(ClusterConnection connection, Party service) {
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            new AccessCheck(admin, connection.layout(), service).verifyTopics();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topics were looked at", e);
        }
    }
}
