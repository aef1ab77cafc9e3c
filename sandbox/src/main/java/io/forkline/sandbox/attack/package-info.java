/**
 * The escape battery: hostile programs, each run in a real fork, and judged as far as possible by what is seen outside. The attempts are
 * data, in {@code attacks.yaml} and the programs beside it; a {@link io.forkline.sandbox.attack.Battery} runs them, in front of a
 * {@link io.forkline.sandbox.attack.Canary} on the host and another fork, and each gives an {@link io.forkline.sandbox.attack.Outcome}.
 */
@NullMarked
package io.forkline.sandbox.attack;

import org.jspecify.annotations.NullMarked;
