package io.forkline.sandbox.tree;

/** A name that no file in a tree can have. The message says which name, and what is wrong with it. */
public final class InvalidTreeNameException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN_CHARS = 200;

    InvalidTreeNameException(String name, String why) {
        super("the path \"" + shortened(name) + "\" " + why);
    }

    private static String shortened(String name) {
        return name.length() <= MOST_SHOWN_CHARS ? name : name.substring(0, MOST_SHOWN_CHARS) + "...";
    }
}
