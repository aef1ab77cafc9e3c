/**
 * A result as people read it: {@link io.forkline.cli.report.ResultView} writes the table of the reports, the issues, the
 * lead's list and the timing line; {@link io.forkline.cli.report.JsonOutput} writes the whole of it as JSON.
 */
@NullMarked
package io.forkline.cli.report;

import org.jspecify.annotations.NullMarked;
