package io.forkline.cli.deadletters;

import io.forkline.cli.terminal.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes of unknown origin as people can read them. */
final class BytesText {

    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");
    private static final int MOST_CHARS = 1_000;
    private static final int MOST_HEX_BYTES = 64;
    private static final int LINE_BYTES = 16;

    private BytesText() {}

    /** A key or a header on one line: text in quotes where it is UTF-8, else hexadecimal; what is cut says how long it is. */
    static String line(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "null";
        }
        Optional<String> text = text(bytes);
        if (text.isPresent()) {
            String escaped = Text.escape(text.get().replace("\\", "\\\\").replace("\"", "\\\""));
            return escaped.length() <= MOST_CHARS
                    ? "\"" + escaped + "\""
                    : "\"" + Text.cut(escaped, MOST_CHARS) + "\", " + Text.count(bytes.length, "byte");
        }
        return bytes.length <= MOST_HEX_BYTES
                ? "0x" + HexFormat.of().formatHex(bytes)
                : "0x" + HexFormat.of().formatHex(bytes, 0, MOST_HEX_BYTES) + "..., "
                        + Text.count(bytes.length, "byte");
    }

    /** The first bytes in lines of offset, hexadecimal and, for ASCII, character. */
    static List<String> dump(byte[] bytes, int most) {
        List<String> lines = new ArrayList<>();
        for (int begin = 0; begin < Math.min(bytes.length, most); begin += LINE_BYTES) {
            int end = Math.min(Math.min(bytes.length, most), begin + LINE_BYTES);
            StringBuilder characters = new StringBuilder();
            for (int i = begin; i < end; i++) {
                characters.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
            lines.add(Text.format("%08x  %-47s  |%s|", begin, SPACED.formatHex(bytes, begin, end), characters));
        }
        return lines;
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
