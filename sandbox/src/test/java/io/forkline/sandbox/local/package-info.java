/** The local provider on real namespaces. */
@NullMarked
package io.forkline.sandbox.local;

import org.jspecify.annotations.NullMarked;
