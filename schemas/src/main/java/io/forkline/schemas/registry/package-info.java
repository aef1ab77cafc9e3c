/**
 * The schema registry behind one interface for those who write and read, {@link io.forkline.schemas.registry.SchemaRegistry}, and one class for
 * those who look after it, {@link io.forkline.schemas.registry.Subjects}. Nobody outside knows whose client it is, so that another can take its
 * place; see design note 0004. {@code RegistryRequests} says what the registry's answers mean.
 */
@NullMarked
package io.forkline.schemas.registry;

import org.jspecify.annotations.NullMarked;
