/** The records on the topics, how they are read and written, and which topics there are. */
@NullMarked
package io.forkline.schemas;

import org.jspecify.annotations.NullMarked;
