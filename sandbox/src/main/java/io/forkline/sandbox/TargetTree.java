package io.forkline.sandbox;

import java.nio.file.Path;

/**
 * A tree of files that forks look at, on this host. Never changed once it is here.
 *
 * @param root directory on the host
 * @param digest digest of the tree, 64 hex digits
 */
public record TargetTree(Path root, String digest) {}
