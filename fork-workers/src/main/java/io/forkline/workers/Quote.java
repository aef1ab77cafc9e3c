package io.forkline.workers;

/** Quotes in a message what came from outside: short, on one line. */
final class Quote {

    private static final int MOST = 200;

    private Quote() {}

    static String of(String text) {
        StringBuilder quote = new StringBuilder("\"");
        ReportLimits.shorten(text, MOST).codePoints().forEach(character -> {
            switch (character) {
                case '\n' -> quote.append("\\n");
                case '\r' -> quote.append("\\r");
                case '\t' -> quote.append("\\t");
                default -> quote.appendCodePoint(Character.isISOControl(character) ? '\uFFFD' : character);
            }
        });
        return quote.append('"').toString();
    }
}
