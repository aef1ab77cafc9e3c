/** The descriptions that are made of the catalogue and the schemas, and kept where their readers look. */
@NullMarked
package io.forkline.schemas.docs;

import org.jspecify.annotations.NullMarked;
