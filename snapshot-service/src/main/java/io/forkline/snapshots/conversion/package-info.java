/**
 * The planner's step in front of admission, for jobs that come as JSON on {@code jobs-json}: each becomes the record that its sender would
 * have published with an Avro client, on {@code jobs}, and everything behind it is the same. What is no job goes to the dead letters, and
 * where it says whose it is, to {@code jobs} as well, as a job that is to be turned down: so that whoever waits for its result is told.
 * See design note 0030.
 */
@NullMarked
package io.forkline.snapshots.conversion;

import org.jspecify.annotations.NullMarked;
