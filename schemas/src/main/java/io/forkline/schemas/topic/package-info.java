/**
 * The catalogue: which topics, share groups and state stores Forkline has, and how they are configured.
 * {@link io.forkline.schemas.topic.TopicLayout} says how they are named and cut on one cluster, and
 * {@link io.forkline.schemas.topic.TopicApplier} makes a cluster so and tells what it changed.
 */
@NullMarked
package io.forkline.schemas.topic;

import org.jspecify.annotations.NullMarked;
