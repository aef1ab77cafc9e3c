/**
 * What operators do with dead letters. A {@link io.forkline.cli.deadletters.LetterLog} reads the topic to where it ended when the
 * command began; {@code list} shows a {@link io.forkline.cli.deadletters.LetterTable}, {@code show} a
 * {@link io.forkline.cli.deadletters.LetterView}. For {@code redrive}, {@link io.forkline.cli.deadletters.RedriveRules} say what may go
 * back to its topic, and a {@link io.forkline.cli.deadletters.Redriver} sends it there. What a dead letter holds may come from anyone,
 * so nothing of it reaches a terminal unescaped.
 */
@NullMarked
package io.forkline.cli.deadletters;

import org.jspecify.annotations.NullMarked;
