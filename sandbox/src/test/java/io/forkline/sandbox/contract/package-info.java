/** What every provider must do, as tests that each provider runs against itself. */
@NullMarked
package io.forkline.sandbox.contract;

import org.jspecify.annotations.NullMarked;
