/**
 * {@code forkline up}: a broker whose data stays, in this process, and beside it a schema registry as a child process
 * ({@link io.forkline.cli.up.RegistryProcess}), whose program {@link io.forkline.cli.up.RegistryProgram} fetches when it is
 * first needed. Then the topics, then the services.
 */
@NullMarked
package io.forkline.cli.up;

import org.jspecify.annotations.NullMarked;
