/**
 * What a job is, as options: {@link io.forkline.cli.job.JobOptions} says what to run,
 * {@link io.forkline.cli.job.TargetOptions} on what. Commands that submit jobs share them.
 */
@NullMarked
package io.forkline.cli.job;

import org.jspecify.annotations.NullMarked;
