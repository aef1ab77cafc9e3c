/**
 * Who may do what on a guarded cluster. {@link io.forkline.schemas.access.AccessTable} lists what each {@link io.forkline.schemas.access.Party} needs,
 * {@link io.forkline.schemas.access.AccessCheck} looks whether the principal of this process has it, and
 * {@link io.forkline.schemas.access.Refusals} says in words what brokers refuse.
 */
@NullMarked
package io.forkline.schemas.access;

import org.jspecify.annotations.NullMarked;
