/**
 * Configuration as a person writes it. {@link io.forkline.schemas.settings.Settings} holds keys and texts; each feature's
 * record takes its own keys from it, with a type and a range, and what nobody took is refused.
 */
@NullMarked
package io.forkline.schemas.settings;

import org.jspecify.annotations.NullMarked;
