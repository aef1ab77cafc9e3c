/**
 * Traces of jobs. {@link io.forkline.telemetry.trace.Tracing} begins the {@link io.forkline.telemetry.trace.StageSpan span} of a
 * {@link io.forkline.telemetry.trace.Stage} beneath the {@link io.forkline.telemetry.trace.TraceContext} that a record or a row
 * carries, and the span's own context goes on with what the stage writes. Where tracing is off, contexts are passed on as they
 * came. Nothing here throws at those who trace, and nothing of it waits: spans leave on a thread of their own, and what does not
 * arrive is a line in the log.
 */
@NullMarked
package io.forkline.telemetry.trace;

import org.jspecify.annotations.NullMarked;
