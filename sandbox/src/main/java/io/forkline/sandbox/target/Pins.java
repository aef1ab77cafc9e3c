package io.forkline.sandbox.target;

import io.forkline.sandbox.tree.Sha256;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the parts of a target source may look like. What passes here goes to the git program as an argument. */
final class Pins {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+@-]{0,250}");
    private static final Pattern GIT_URL = Pattern.compile(
            "(https?|ssh|file)://[^\\s-][^\\s]*|[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^\\s-][^\\s]*");
    private static final Pattern USER_INFO = Pattern.compile("://[^/@]*@");

    private static final int MOST_PORT = 65_535;

    private Pins() {}

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    static boolean isGitUrl(String text) {
        return GIT_URL.matcher(text).matches();
    }

    static void checkSha256(String digits) {
        check(Sha256.isValid(digits), digits, "64 lower-case hex digits (SHA-256)");
    }

    static void checkCommit(String digits) {
        check(isCommit(digits), digits, "40 lower-case hex digits (a commit)");
    }

    static void checkRef(String ref) {
        check(REF.matcher(ref).matches() && !ref.contains(".."), ref, "a branch or tag of git");
    }

    static void checkGitUrl(String url) {
        check(isGitUrl(url), url, "an https, http, ssh or file URL of a git repository, or user@host:path");
    }

    /** Java makes no path and no request of every URI, and says so only when it is to be fetched. */
    static void checkFetchable(URI uri) {
        String scheme = uri.getScheme();
        if ("file".equalsIgnoreCase(scheme)) {
            check(isPath(uri), uri.toString(), "file: and an absolute path, without host, query and fragment");
        } else if ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) {
            boolean reachable = uri.getHost() != null && uri.getPort() <= MOST_PORT;
            check(reachable, withoutPassword(uri.toString()), "a URL with the name of a host and a port that can be");
        }
    }

    private static boolean isPath(URI uri) {
        try {
            return Path.of(uri).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A URL may carry a token, and what describes it goes into reports. */
    static String withoutPassword(String url) {
        return USER_INFO.matcher(url).replaceFirst("://");
    }

    static String readable(URI uri) {
        return "file".equals(uri.getScheme()) ? Path.of(uri).toString() : withoutPassword(uri.toString());
    }

    private static void check(boolean holds, String text, String form) {
        if (!holds) {
            throw new IllegalArgumentException("\"" + text + "\" is not " + form);
        }
    }
}
