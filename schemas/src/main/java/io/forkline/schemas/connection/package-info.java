/** How a process reaches Kafka and the schema registry, and the client properties that follow from it. */
@NullMarked
package io.forkline.schemas.connection;

import org.jspecify.annotations.NullMarked;
