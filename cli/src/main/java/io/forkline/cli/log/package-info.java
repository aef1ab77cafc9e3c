/**
 * Where the log goes and in which form. {@link io.forkline.cli.log.LogConfig} is looked for in arguments, settings and variables
 * ahead of everything, as the first line may come before the command knows its own options; {@link
 * io.forkline.cli.log.JsonLines} writes a line for machines.
 */
@NullMarked
package io.forkline.cli.log;

import org.jspecify.annotations.NullMarked;
