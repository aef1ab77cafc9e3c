/**
 * The command line. {@link io.forkline.cli.Main} sets up the terminal, logging and the way a signal ends things, and hands
 * over to picocli; each command is one class, which takes its options, calls the modules that do the work, and writes its
 * result to standard output. What goes wrong becomes one sentence and an exit code in {@link io.forkline.cli.Failures}.
 */
@NullMarked
package io.forkline.cli;

import org.jspecify.annotations.NullMarked;
