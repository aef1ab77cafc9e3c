package io.forkline.sandbox.tree;

/** What a tree keeps of its source. */
public enum TreeShape {
    /**
     * Files, and links that lead to something in the tree. An empty directory is left out, as in git, and so is any other
     * link: who looks at the tree could follow it only to what is not the tree's.
     */
    CONTENT,
    /**
     * Every directory, and every link but one that climbs out of the tree. For a tree that is the root of a sandbox: an
     * absolute link begins there, and nobody outside may follow one.
     */
    ROOT
}
