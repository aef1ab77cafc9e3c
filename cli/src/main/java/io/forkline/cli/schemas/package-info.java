/**
 * {@code forkline schemas}: what a registry has of the catalogue's schemas. {@link io.forkline.cli.schemas.SubjectState} says how one subject is,
 * {@link io.forkline.cli.schemas.SchemaCatalogue} asks for all of them; {@code list} and {@code check} show it, {@code register} mends it.
 */
@NullMarked
package io.forkline.cli.schemas;

import org.jspecify.annotations.NullMarked;
