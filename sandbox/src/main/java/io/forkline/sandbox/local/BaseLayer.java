package io.forkline.sandbox.local;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.snapshot.LayerBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lowest layer: what a sandbox has beside the host's {@code /usr}. Made up here, so that nothing of the host's
 * {@code /etc} is in it but the choices under {@code /etc/alternatives}, without which half of {@code /usr/bin} leads nowhere.
 */
final class BaseLayer {

    /** Where an interpreter is that is not under {@code /usr}. */
    static final String PYTHON = "/opt/python";

    private static final List<String> DIRECTORIES = List.of(
            ".fork",
            ".stage",
            "dev",
            "etc/alternatives",
            "home/forkline",
            "opt/environment",
            "opt/forkline/bin",
            "opt/forkline/guest",
            "opt/forkline/lib",
            "opt/forkline/python",
            "opt/python",
            "proc",
            "root",
            "run",
            "target",
            "tmp",
            "usr",
            "var/tmp");

    private static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    private final BaseSystem system;

    BaseLayer(BaseSystem system) {
        this.system = system;
    }

    /** Where the interpreter is inside. */
    String python() {
        return python(system.python());
    }

    private String python(Path outside) {
        return underUsr(system.prefix())
                ? outside.toString()
                : PYTHON + "/" + system.prefix().relativize(outside);
    }

    static boolean underUsr(Path path) {
        return path.startsWith("/usr");
    }

    /** Puts it into the store, unless it is there. */
    Layer commit(LayerBuild build) throws IOException, InterruptedException {
        var root = build.stage();
        for (var directory : DIRECTORIES) {
            Files.createDirectories(root.resolve(directory));
        }
        linkSystem(root);
        writeEtc(root.resolve("etc"));
        linkPython(root.resolve("opt/forkline"));
        return build.commit(root);
    }

    /** As the host has it: links into {@code /usr}, or directories that the host's are bound to. */
    private static void linkSystem(Path root) throws IOException {
        for (var name : SYSTEM) {
            var host = Path.of("/", name);
            if (Files.isSymbolicLink(host)) {
                Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(host));
            } else if (Files.isDirectory(host)) {
                Files.createDirectory(root.resolve(name));
            }
        }
    }

    private static void writeEtc(Path etc) throws IOException {
        Files.writeString(etc.resolve("passwd"), """
                root:x:0:0:root:/root:/usr/sbin/nologin
                forkline:x:1000:1000:forkline:/home/forkline:/bin/sh
                nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
                """);
        Files.writeString(etc.resolve("group"), "root:x:0:\nforkline:x:1000:\nnogroup:x:65534:\n");
        Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost\n::1 localhost\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
        Files.writeString(etc.resolve("hostname"), "forkline\n");
        Files.writeString(etc.resolve("machine-id"), "0".repeat(32) + "\n");
        Files.createSymbolicLink(etc.resolve("os-release"), Path.of("../usr/lib/os-release"));
        copyAlternatives(etc.resolve("alternatives"));
    }

    private static void copyAlternatives(Path to) throws IOException {
        var from = Path.of("/etc/alternatives");
        if (!Files.isDirectory(from)) {
            return;
        }
        try (var links = Files.newDirectoryStream(from)) {
            for (var link : links) {
                if (Files.isSymbolicLink(link) && isProgram(Files.readSymbolicLink(link))) {
                    Files.createSymbolicLink(to.resolve(link.getFileName()), Files.readSymbolicLink(link));
                }
            }
        }
    }

    private static boolean isProgram(Path choice) {
        return underUsr(choice) && !choice.startsWith("/usr/share");
    }

    private void linkPython(Path forkline) throws IOException {
        for (var name : List.of("python3", "python")) {
            Files.createSymbolicLink(forkline.resolve("bin").resolve(name), Path.of(python()));
        }
        if (!underUsr(system.prefix())) {
            linkPythonLibrary(forkline.resolve("lib"));
        }
        Files.writeString(forkline.resolve("python/sitecustomize.py"), """
                import site

                site.addsitedir("/opt/forkline/site")
                """);
    }

    /** An interpreter names its shared library by the place where it was installed, which is not there inside. */
    private void linkPythonLibrary(Path lib) throws IOException {
        try (var libraries = Files.newDirectoryStream(system.prefix().resolve("lib"), "libpython*.so*")) {
            for (var library : libraries) {
                Files.createSymbolicLink(lib.resolve(library.getFileName()), Path.of(python(library)));
            }
        }
    }
}
