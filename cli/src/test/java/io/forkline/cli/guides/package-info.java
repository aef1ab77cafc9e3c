/** The pages of the documentation, followed as their readers do. */
@NullMarked
package io.forkline.cli.guides;

import org.jspecify.annotations.NullMarked;
