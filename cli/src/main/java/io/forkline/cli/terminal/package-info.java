/**
 * What people see. A {@link io.forkline.cli.terminal.Terminal} knows its two streams, their width and whether they take
 * colour; {@link io.forkline.cli.terminal.Progress} says on standard error what goes on;
 * {@link io.forkline.cli.terminal.Table} and {@link io.forkline.cli.terminal.Text} lay out results for standard output.
 */
@NullMarked
package io.forkline.cli.terminal;

import org.jspecify.annotations.NullMarked;
