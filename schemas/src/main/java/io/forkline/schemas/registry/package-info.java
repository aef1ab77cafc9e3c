/**
 * The schema registry behind one interface. {@link io.forkline.schemas.registry.ConfluentSchemaRegistry} is the only class
 * that knows whose client it is, so that another can take its place; see design note 0004.
 */
@NullMarked
package io.forkline.schemas.registry;

import org.jspecify.annotations.NullMarked;
