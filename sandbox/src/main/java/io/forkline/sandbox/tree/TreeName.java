package io.forkline.sandbox.tree;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of a file in a tree: its path from the root, with forward slashes.
 *
 * <p>A file name on Linux is bytes. A Java string of it depends on the locale the JVM was started in (under
 * {@code LANG=C} an {@code é} cannot even be opened), so a name is kept, compared and digested as its bytes, percent-encoded
 * where they are not plain ASCII, and reaches the file system through a URI, which carries bytes unharmed.
 *
 * @param encoded the percent-encoded form; never empty, never absolute, without {@code .} or {@code ..}
 */
public record TreeName(String encoded) implements Comparable<TreeName> {

    /** Of the bytes of one part, as Linux has it. */
    private static final int MOST_PART_BYTES = 255;
    /** Of all bytes: Linux takes a path of 4,095, and the tree is somewhere. */
    private static final int MOST_BYTES = 3_000;

    public TreeName {
        if (encoded.isEmpty()) {
            throw new IllegalArgumentException("a name in a tree is not empty");
        }
    }

    /**
     * A name that somebody else chose: in an archive, a repository, a record.
     *
     * @throws InvalidTreeNameException when it is empty, absolute, leaves the tree, or is longer than a file system takes
     */
    public static TreeName of(byte[] name) throws InvalidTreeNameException {
        String encoded = encode(name);
        if (encoded.startsWith("/")) {
            throw new InvalidTreeNameException(decode(encoded), "is absolute");
        }
        if (name.length > MOST_BYTES) {
            throw new InvalidTreeNameException(decode(encoded), "has more than " + MOST_BYTES + " bytes");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : encoded.split("/")) {
            if (segment.equals("..")) {
                throw new InvalidTreeNameException(decode(encoded), "leaves the tree");
            }
            if (segment.contains("%00")) {
                throw new InvalidTreeNameException(decode(encoded), "holds a NUL");
            }
            if (bytes(segment).length > MOST_PART_BYTES) {
                throw new InvalidTreeNameException(
                        decode(encoded), "has a part of more than " + MOST_PART_BYTES + " bytes");
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        if (segments.isEmpty()) {
            throw new InvalidTreeNameException(decode(encoded), "names no file");
        }
        return new TreeName(String.join("/", segments));
    }

    /** The same, of a string whose bytes are UTF-8. */
    public static TreeName of(String name) throws InvalidTreeNameException {
        return of(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The name of a file below a root, both as the file system gave them. */
    static TreeName of(Path root, Path file) {
        return new TreeName(encode(root, file));
    }

    /** Where the file is when the tree is at this root. */
    public Path under(Path root) {
        return root.resolve(toPath(encoded));
    }

    /** Number of directories it is in, and itself. */
    public int depth() {
        return (int) encoded.chars().filter(c -> c == '/').count() + 1;
    }

    /** As the file system has it. */
    public byte[] bytes() {
        return bytes(encoded);
    }

    /** The last part, encoded. */
    public String fileName() {
        return encoded.substring(encoded.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(TreeName other) {
        return encoded.compareTo(other.encoded);
    }

    /** For people: decoded as UTF-8, with replacement. */
    @Override
    public String toString() {
        return decode(encoded);
    }

    /** The bytes of a path that is below another one, encoded. {@code ..} stays as it is. */
    static String encode(Path above, Path below) {
        String prefix = above.toUri().getRawPath();
        String path = below.toUri().getRawPath();
        String rest = path.substring(prefix.endsWith("/") ? prefix.length() : prefix.length() + 1);
        return encode(bytes(rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest));
    }

    /** A relative path of these bytes. */
    static Path toPath(String encoded) {
        Path absolute = Path.of(URI.create("file:///" + encoded));
        return absolute.getNameCount() == 0 ? Path.of("") : absolute.subpath(0, absolute.getNameCount());
    }

    static String encode(byte[] name) {
        StringBuilder encoded = new StringBuilder(name.length);
        for (byte b : name) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.forDigit((b >> 4) & 0xf, 16))
                        .append(Character.forDigit(b & 0xf, 16));
            }
        }
        return encoded.toString();
    }

    static String decode(String encoded) {
        return new String(bytes(encoded), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '/'
                || b == '.'
                || b == '_'
                || b == '-'
                || b == '+';
    }
}
