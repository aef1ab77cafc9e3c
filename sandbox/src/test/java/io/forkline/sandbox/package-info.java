/** The values of the contract. */
@NullMarked
package io.forkline.sandbox;

import org.jspecify.annotations.NullMarked;
