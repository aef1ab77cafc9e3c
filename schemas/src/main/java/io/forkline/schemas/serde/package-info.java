/**
 * Records to bytes and back. {@link io.forkline.schemas.serde.RecordCodec} writes what goes on a topic, in Confluent's wire
 * format; {@link io.forkline.schemas.serde.StateCodec} writes rows of state stores, in Avro's single-object encoding, with no
 * registry; {@link io.forkline.schemas.serde.RecordJson} shows a record to people. Reading never throws on bad bytes: it
 * answers with a {@link io.forkline.schemas.serde.Decoded}.
 */
@NullMarked
package io.forkline.schemas.serde;

import org.jspecify.annotations.NullMarked;
