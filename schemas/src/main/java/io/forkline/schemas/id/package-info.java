/** Identifiers as types: a job, its runs, their tasks. A swapped argument fails to compile. */
@NullMarked
package io.forkline.schemas.id;

import org.jspecify.annotations.NullMarked;
