/** What log lines say beside their words: {@link io.forkline.telemetry.log.LogFields which} job, run, task and environment they are about. */
@NullMarked
package io.forkline.telemetry.log;

import org.jspecify.annotations.NullMarked;
