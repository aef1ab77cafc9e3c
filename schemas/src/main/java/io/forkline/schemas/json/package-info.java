/**
 * Jobs as JSON, for those who have no Avro client. {@link io.forkline.schemas.json.JsonText} makes a tree of bytes within limits,
 * {@code JsonFields} makes a record of the tree by the record's own schema and collects what is wrong, and {@link
 * io.forkline.schemas.json.JsonJobs} puts both together with what only a job has: an id that may stand beside it, a deadline in
 * words, files as text. It is the way back of {@link io.forkline.schemas.serde.RecordJson}: whatever job that shows is read here as the
 * same job.
 */
@NullMarked
package io.forkline.schemas.json;

import org.jspecify.annotations.NullMarked;
