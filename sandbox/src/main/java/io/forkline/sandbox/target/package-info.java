/**
 * Targets: the trees that perspectives look at. A {@link io.forkline.sandbox.target.TargetSource} says where a tree is; {@link
 * io.forkline.sandbox.target.TargetStore} pins a source (so that every fork of a run sees the same tree) and fetches it, once for
 * each host. Whatever the source, its files go through one {@code TreeBuilder}, which counts them against {@link
 * io.forkline.sandbox.target.TargetLimits}, lets nothing out of the tree, and digests what it wrote. {@code DirectorySource},
 * {@code ArchiveSource} and {@code GitSource} feed it.
 */
@NullMarked
package io.forkline.sandbox.target;

import org.jspecify.annotations.NullMarked;
