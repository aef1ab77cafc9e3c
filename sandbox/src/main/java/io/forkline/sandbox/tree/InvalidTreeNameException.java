package io.forkline.sandbox.tree;

/** A name that no file in a tree can have. The message says which name, and what is wrong with it. */
public final class InvalidTreeNameException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidTreeNameException(String name, String why) {
        super("the path \"" + name + "\" " + why);
    }
}
