/**
 * Trees of files as content: how a file in one is named whatever the locale of the host ({@link
 * io.forkline.sandbox.tree.TreeName}), how a directory is walked without following it anywhere ({@link
 * io.forkline.sandbox.tree.TreeWalk}), how one that a stranger made is written without leaving the directory it goes to ({@link
 * io.forkline.sandbox.tree.TreeBuilder}), and the digest that two equal trees share ({@link io.forkline.sandbox.tree.TreeDigest}).
 * Environments, targets and layers are identified by it.
 */
@NullMarked
package io.forkline.sandbox.tree;

import org.jspecify.annotations.NullMarked;
