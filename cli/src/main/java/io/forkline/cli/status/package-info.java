/**
 * What a service says of itself to whoever watches it over HTTP. {@link io.forkline.cli.status.Monitor} is what a command opens: the
 * meters that its services record by, and a {@link io.forkline.cli.status.StatusServer} with the pages for health and metrics.
 */
@NullMarked
package io.forkline.cli.status;

import org.jspecify.annotations.NullMarked;
