/**
 * The part of CloudEvents 1.0 that meets our records: {@link io.forkline.schemas.cloudevent.CloudEventHeaders} writes the headers
 * of its Kafka binding in binary mode, {@link io.forkline.schemas.cloudevent.ReceivedEvent} takes apart what came in binary or
 * structured mode, or as no event at all. Headers are all there is to it, so no library of theirs is used.
 */
@NullMarked
package io.forkline.schemas.cloudevent;

import org.jspecify.annotations.NullMarked;
