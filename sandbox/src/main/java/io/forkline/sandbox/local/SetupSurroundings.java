package io.forkline.sandbox.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a setup sees beside the layers, and no fork ever: how to reach the network, and the user's own configuration of pip
 * with the certificates and directories that it names.
 *
 * @param lower files for a layer of its own, below what the setup writes, so that none of them is captured
 * @param binds directories of the host that the configuration names
 * @param environment variables for the setup
 */
record SetupSurroundings(Path lower, List<Bind> binds, Map<String, String> environment) {

    private static final String HOME = "home/forkline";
    private static final Pattern SEPARATORS = Pattern.compile("[\\s=,]+");
    private static final List<String> CERTIFICATES =
            List.of("/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/pki/ca-trust");
    private static final Set<String> PASSED = Set.of(
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY");

    /** Ours wins: where to install to is not for the user's configuration to say. */
    private static final Map<String, String> OURS = Map.of(
            "PATH",
                    "/opt/forkline/site/bin:/opt/forkline/guest/setup/bin:/opt/forkline/bin:/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH", "/opt/forkline/guest/setup/python",
            "PIP_TARGET", "/opt/forkline/site",
            "PIP_CACHE_DIR", "/tmp/pip-cache",
            "PIP_DISABLE_PIP_VERSION_CHECK", "1",
            "PIP_NO_INPUT", "1",
            "PIP_PROGRESS_BAR", "off",
            "PIP_REQUIRE_VIRTUALENV", "0",
            "PIP_USER", "0");

    private static final Set<String> NOT_PASSED = Set.of("PIP_PREFIX", "PIP_ROOT", "PIP_LOG", "PIP_PYTHON");

    SetupSurroundings {
        binds = List.copyOf(binds);
        environment = Map.copyOf(environment);
    }

    /**
     * Gathers it.
     *
     * @param directory an empty one, which goes with the build
     * @param host the variables of this process
     */
    static SetupSurroundings gather(Path directory, Map<String, String> host) throws IOException {
        // pip's configuration may hold a password: nobody else may pass this directory
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        var lower = Files.createDirectory(directory.resolve("lower"));
        var environment = new TreeMap<String, String>();
        host.forEach((name, value) -> {
            if (PASSED.contains(name) || (name.startsWith("PIP_") && !NOT_PASSED.contains(name))) {
                environment.put(name, value);
            }
        });
        var named = new LinkedHashSet<String>(CERTIFICATES);
        environment.values().forEach(value -> named.addAll(paths(value)));
        for (var file : configurationFiles(host).entrySet()) {
            if (copy(file.getKey(), lower.resolve(file.getValue()))) {
                named.addAll(paths(Files.readString(file.getKey())));
            }
        }
        if (environment.containsKey("PIP_CONFIG_FILE")) {
            var chosen = Path.of(environment.get("PIP_CONFIG_FILE"));
            if (copy(chosen, lower.resolve("etc/forkline-pip.conf"))) {
                named.addAll(paths(Files.readString(chosen)));
                environment.put("PIP_CONFIG_FILE", "/etc/forkline-pip.conf");
            }
        }
        copy(Path.of("/etc/resolv.conf"), lower.resolve("etc/resolv.conf"));
        copy(Path.of("/etc/hosts"), lower.resolve("etc/hosts"));
        environment.putAll(OURS);
        var binds = place(named, lower);
        openToAll(lower);
        return new SetupSurroundings(lower, binds, environment);
    }

    /** Whatever mask this process has: a setup runs as somebody else. */
    private static void openToAll(Path lower) throws IOException {
        try (var walk = Files.walk(lower)) {
            for (var path : (Iterable<Path>) walk::iterator) {
                var mode = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
            }
        }
    }

    /** Where pip looks, and where it finds the same inside. What is in the interpreter's prefix is there anyway. */
    private static Map<Path, String> configurationFiles(Map<String, String> host) {
        var home = host.getOrDefault("HOME", System.getProperty("user.home"));
        var own = host.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
        return Map.of(
                Path.of("/etc/pip.conf"),
                "etc/pip.conf",
                Path.of("/etc/xdg/pip/pip.conf"),
                "etc/xdg/pip/pip.conf",
                Path.of(home, ".pip/pip.conf"),
                HOME + "/.pip/pip.conf",
                Path.of(own, "pip/pip.conf"),
                HOME + "/.config/pip/pip.conf");
    }

    /** Every absolute path in a value: of a certificate, of a directory with wheels. */
    private static List<String> paths(String text) {
        var found = new ArrayList<String>();
        for (var word : SEPARATORS.split(text)) {
            var path = word.startsWith("file://") ? word.substring("file://".length()) : word;
            if (path.startsWith("/") && path.length() > 1) {
                found.add(Path.of(path).normalize().toString());
            }
        }
        return found;
    }

    /** Files and what only their owner may read are copied; other directories are bound, for they may be large. */
    private static List<Bind> place(Set<String> named, Path lower) throws IOException {
        var binds = new ArrayList<Bind>();
        for (var inside : named) {
            var outside = Path.of(inside);
            var there = binds.stream().anyMatch(bind -> outside.startsWith(bind.inside()));
            if (there || outside.startsWith("/usr") || outside.startsWith("/dev") || !Files.isReadable(outside)) {
                continue;
            }
            var place = lower.resolve(inside.substring(1));
            if (!Files.isDirectory(outside)) {
                copy(outside, place);
            } else if (isForAll(outside)) {
                Files.createDirectories(place);
                binds.add(new Bind(outside.toRealPath(), inside));
            } else {
                copyTree(outside, place);
            }
        }
        return binds;
    }

    private static boolean isForAll(Path directory) throws IOException {
        return Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (var path : (Iterable<Path>) walk::iterator) {
                copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    /** Whether there was something to copy. */
    private static boolean copy(Path from, Path to) throws IOException {
        if (!Files.isRegularFile(from) || !Files.isReadable(from) || Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Files.createDirectories(to.getParent());
        Files.write(to, Files.readAllBytes(from));
        return true;
    }
}
