package io.forkline.cli.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documentation as its reader follows it: its fenced blocks that have a language, in their order. A block of {@code text} is what
 * the block in front of it prints.
 */
record Guide(Path page, List<Block> blocks) {

    private static final String FENCE = "```";
    private static final String OUTPUT = "text";

    /**
     * Something to run.
     *
     * @param language behind the fence
     * @param text between the fences
     * @param line of the page, for whoever looks for it
     * @param expected lines that it prints, in this order; three dots stand for anything in a line
     */
    record Block(String language, String text, int line, List<String> expected) {

        Block {
            expected = List.copyOf(expected);
        }

        /** The first line of the guide that was not printed, in its order; what is printed in between the guide leaves out. */
        Optional<String> missing(String output) {
            Iterator<String> printed = output.lines().iterator();
            return expected.stream()
                    .filter(line -> !isNext(pattern(line), printed))
                    .findFirst();
        }

        private static boolean isNext(Pattern wanted, Iterator<String> printed) {
            while (printed.hasNext()) {
                if (wanted.matcher(printed.next()).matches()) {
                    return true;
                }
            }
            return false;
        }

        private static Pattern pattern(String line) {
            return Pattern.compile(Stream.of(line.split(Pattern.quote("..."), -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")));
        }
    }

    static Guide read(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith(FENCE)) {
                continue;
            }
            String language = lines.get(i).substring(FENCE.length());
            int end = i + 1;
            while (!lines.get(end).equals(FENCE)) {
                end++;
            }
            List<String> inside = lines.subList(i + 1, end);
            if (language.equals(OUTPUT)) {
                Block printing = blocks.removeLast();
                blocks.add(new Block(printing.language(), printing.text(), printing.line(), inside));
            } else {
                blocks.add(new Block(language, String.join("\n", inside) + "\n", i + 1, List.of()));
            }
            i = end;
        }
        return new Guide(page, List.copyOf(blocks));
    }
}
