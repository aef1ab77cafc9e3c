/**
 * Environments: folders that an operator owns. {@link io.forkline.sandbox.environment.Environments} reads a folder of them
 * once; each becomes an {@link io.forkline.sandbox.environment.Environment} with its id, or is known as broken with the reason.
 * {@code EnvironmentFile} reads {@code environment.yaml} through {@code Section}, which names file, key, value and accepted
 * range of whatever is wrong; {@code EnvironmentDigest} makes the id.
 */
@NullMarked
package io.forkline.sandbox.environment;

import org.jspecify.annotations.NullMarked;
