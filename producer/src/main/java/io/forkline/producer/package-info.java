/**
 * A client of Forkline. A {@link io.forkline.producer.Job} is built and checked here, published by
 * {@link io.forkline.producer.ForklineClient#submit}, and its one result comes back from
 * {@link io.forkline.producer.ForklineClient#await} or, with all others, from a
 * {@link io.forkline.producer.ResultStream}. Nothing is decided here: what a job is worth is the planner's word.
 */
@NullMarked
package io.forkline.producer;

import org.jspecify.annotations.NullMarked;
