package io.forkline.schemas.job;

import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a target has to keep: it is given as its kind wants it, and is not too large to travel in a record. */
public final class TargetRules {

    /** What the files of an inline target may have with their paths, and 16 bytes more for each: 256 KiB. */
    public static final int MOST_INLINE_BYTES = 256 * 1024;

    /** What a path may have, and what may be between two slashes of it: what file systems take, with some for the folder that the files are in. */
    private static final int MOST_PATH_BYTES = 3_000;

    private static final int MOST_PART_BYTES = 255;
    /** Of what is too long. */
    private static final int MOST_SHOWN_CHARS = 60;

    /** What a file of an inline target costs besides its path and content, so that many empty files are bounded too. */
    private static final int FILE_OVERHEAD_BYTES = 16;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    /** A URL may carry a token with any characters in it, and what is said of it goes into results. */
    private static final Pattern USER_INFO = Pattern.compile("://.*@");

    private static final int MOST_PORT = 65_535;

    private TargetRules() {}

    /** The first thing that is wrong with the target, if anything; names the field and what is accepted. */
    public static Optional<String> wrong(Target target) {
        return allWrong(target).findFirst();
    }

    /** All that is wrong with the target. Each message begins with the path of its field. */
    static Stream<String> allWrong(Target target) {
        Stream<@Nullable String> wrong = switch (target.getKind()) {
            case INLINE -> Stream.concat(Stream.of(onlyFiles(target)), inline(target.getFiles()));
            case DIRECTORY -> fetched(target, Set.of("file"), "is a file: URI");
            case ARCHIVE -> fetched(target, Set.of("file", "http", "https"), "are file:, http: and https: URIs");
            case GIT -> git(target);
        };
        return wrong.flatMap(Stream::ofNullable);
    }

    /** Whether everyone who looks sees the same tree, whenever that is. */
    public static boolean isPinned(Target target) {
        return target.getKind() == TargetKind.INLINE || target.getSha256() != null || target.getCommit() != null;
    }

    /** Null where it is right, as all that name one thing that is wrong. */
    private static @Nullable String onlyFiles(Target target) {
        return target.getUri() == null
                        && target.getSha256() == null
                        && target.getCommit() == null
                        && target.getRef() == null
                ? null
                : "target.kind is INLINE, which takes target.files only; leave uri, sha256, commit and ref empty";
    }

    private static Stream<@Nullable String> inline(List<InlineFile> files) {
        List<@Nullable String> wrong = new ArrayList<>();
        long bytes = 0;
        Set<String> paths = new HashSet<>();
        for (InlineFile file : files) {
            if (!isRelative(file.getPath())) {
                wrong.add("target.files has the path \"" + file.getPath()
                        + "\"; accepted are relative paths with forward slashes, without . or .. or empty parts");
            } else if (isTooLong(file.getPath())) {
                wrong.add("target.files has a path that begins with \""
                        + file.getPath().substring(0, MOST_SHOWN_CHARS)
                        + "\" and is too long; accepted are at most " + MOST_PATH_BYTES + " bytes, and "
                        + MOST_PART_BYTES + " between two slashes");
            }
            if (!paths.add(file.getPath())) {
                wrong.add("target.files has the path \"" + file.getPath() + "\" twice; give each file once");
            }
            bytes += file.getContent().remaining() + (long) file.getPath().length() + FILE_OVERHEAD_BYTES;
        }
        if (bytes > MOST_INLINE_BYTES) {
            wrong.add("target.files has " + bytes + " bytes with the paths and " + FILE_OVERHEAD_BYTES
                    + " more for each file; accepted inline is at most " + MOST_INLINE_BYTES
                    + "; give a larger target as DIRECTORY, ARCHIVE or GIT");
        }
        return wrong.stream();
    }

    private static boolean isRelative(String path) {
        return path.indexOf('\0') < 0
                && path.indexOf('\\') < 0
                && List.of(path.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static boolean isTooLong(String path) {
        return bytes(path) > MOST_PATH_BYTES
                || Stream.of(path.split("/", -1)).anyMatch(part -> bytes(part) > MOST_PART_BYTES);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static @Nullable String noFiles(Target target) {
        return target.getFiles().isEmpty()
                ? null
                : "target.kind is " + target.getKind() + ", which takes no target.files; leave them empty";
    }

    private static @Nullable String missingUri(Target target) {
        return target.getUri() == null || target.getUri().isBlank()
                ? "target.kind is " + target.getKind() + ", which needs target.uri"
                : null;
    }

    private static Stream<@Nullable String> fetched(Target target, Set<String> schemes, String accepted) {
        return Stream.of(
                noFiles(target),
                missingUri(target),
                target.getCommit() == null && target.getRef() == null
                        ? null
                        : "target.kind is " + target.getKind() + "; target.commit and target.ref are for GIT",
                missingUri(target) == null ? unfetchable(target.getUri(), schemes, accepted) : null,
                mismatch("target.sha256", target.getSha256(), SHA256, "64 lower-case hex digits"));
    }

    private static @Nullable String unfetchable(String given, Set<String> schemes, String accepted) {
        String uri = USER_INFO.matcher(given).replaceFirst("://");
        Optional<URI> parsed = parse(given);
        if (parsed.isEmpty() || !schemes.contains(String.valueOf(parsed.get().getScheme()))) {
            return "target.uri is \"" + uri + "\"; accepted " + accepted;
        }
        return isFetchable(parsed.get())
                ? null
                : "target.uri is \"" + uri + "\"; accepted are file: and an absolute path, without host, query and"
                        + " fragment, and http: or https: with the name of a host and a port that can be";
    }

    private static Optional<URI> parse(String uri) {
        try {
            return Optional.of(URI.create(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Java makes no path and no request of every URI, and says so only when it is to be fetched. */
    private static boolean isFetchable(URI uri) {
        if (!uri.getScheme().equals("file")) {
            return uri.getHost() != null && uri.getPort() <= MOST_PORT;
        }
        try {
            return Path.of(uri).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Stream<@Nullable String> git(Target target) {
        String uri = target.getUri();
        String ref = target.getRef();
        return Stream.of(
                noFiles(target),
                missingUri(target),
                target.getSha256() == null
                        ? null
                        : "target.kind is GIT, which is pinned by target.commit; leave target.sha256 empty",
                // A leading hyphen would be read as an option by git.
                uri != null && uri.startsWith("-")
                        ? "target.uri is \"" + uri + "\"; accepted is the URL of a repository"
                        : null,
                ref != null && (ref.isBlank() || ref.startsWith("-"))
                        ? "target.ref is \"" + ref + "\"; accepted is a branch or tag"
                        : null,
                mismatch("target.commit", target.getCommit(), COMMIT, "40 lower-case hex digits"));
    }

    private static @Nullable String mismatch(String field, @Nullable String value, Pattern form, String accepted) {
        return value == null || form.matcher(value).matches()
                ? null
                : field + " is \"" + value + "\"; accepted are " + accepted;
    }
}
