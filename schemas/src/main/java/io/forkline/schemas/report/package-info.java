/** How reports fit into one record together, for whoever puts them there. */
@NullMarked
package io.forkline.schemas.report;

import org.jspecify.annotations.NullMarked;
