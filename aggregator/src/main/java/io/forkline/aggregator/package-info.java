/**
 * Joins the reports of a run, has a lead judge them, and writes the one result.
 * {@link io.forkline.aggregator.AggregatorService} is both parts in one process: the join topology, which decides
 * ({@code join}, over the states of {@code run}, and {@code budget}), and the lead worker, which asks a model ({@code lead}).
 */
@NullMarked
package io.forkline.aggregator;

import org.jspecify.annotations.NullMarked;
