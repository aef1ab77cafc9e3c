/**
 * Reads what lies in topics. A {@link io.forkline.schemas.log.TopicReader} goes through one or several of them, each a
 * {@link io.forkline.schemas.log.TopicPart}, from where they begin to where they ended when it was opened.
 */
@NullMarked
package io.forkline.schemas.log;

import org.jspecify.annotations.NullMarked;
