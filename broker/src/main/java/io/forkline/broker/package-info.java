/**
 * A real Kafka broker inside this JVM, for {@code forkline run}, {@code forkline up} and the tests. An
 * {@link io.forkline.broker.EmbeddedBroker} is described by a {@link io.forkline.broker.BrokerConfig}, formats its
 * directory when that is new, and serves until it is closed. It is one node that is broker and controller at once, so
 * nothing in it is replicated: it is not for production. An {@link io.forkline.broker.EmbeddedCluster} is several of them, for tests of what the loss
 * of one does.
 */
@NullMarked
package io.forkline.broker;

import org.jspecify.annotations.NullMarked;
