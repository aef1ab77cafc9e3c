package io.forkline.sandbox.local;

import java.nio.file.Path;

/**
 * A part of the host that a sandbox sees, read only.
 *
 * @param outside file or directory on the host
 * @param inside where it is inside; something must be there in the layers to bind it to
 */
public record Bind(Path outside, String inside) {}
