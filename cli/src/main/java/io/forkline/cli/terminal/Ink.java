package io.forkline.cli.terminal;

/** Colours where they are wanted, plain text elsewhere. */
public enum Ink {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36"),
    HEADING("1;36");

    private static final String ESCAPE = "\u001b[";

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    /** The text in this colour, or as it is when {@code coloured} is false. */
    public String on(String text, boolean coloured) {
        return coloured && this != PLAIN && !text.isEmpty() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
    }
}
