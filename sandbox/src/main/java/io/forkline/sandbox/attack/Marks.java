package io.forkline.sandbox.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Names that nothing else on the host has, for what an attack makes: files, and processes that are to outlive it.
 *
 * @param mark name of a file or a process; at most 15 characters, as the kernel keeps no more of a process's name
 * @param sleepSeconds argument of a {@code sleep}
 */
record Marks(String mark, String sleepSeconds) {

    private static final int PAUSE_MS = 20;
    private static final List<String> WRITTEN_TO = List.of(
            "/", "/usr", "/usr/bin", "/usr/local/bin", "/usr/lib", "/usr/lib/python3", "/bin", "/lib", "/dev", "/tmp");

    static Marks random(RandomGenerator random) {
        return new Marks(
                "fl-" + HexFormat.of().toHexDigits(random.nextInt()),
                Long.toString(2_000_000_000L + random.nextInt(1_000_000_000)));
    }

    Map<String, String> variables() {
        return Map.of("CANARY_MARK", mark, "CANARY_SLEEP", sleepSeconds);
    }

    /** Files of that name on the host, where attacks write to or below these folders; at most some levels down. */
    List<String> files(List<Path> folders) throws IOException {
        var found = new ArrayList<String>();
        WRITTEN_TO.stream()
                .map(folder -> Path.of(folder, mark))
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .forEach(file -> found.add("a file " + file));
        for (var folder : folders) {
            try (Stream<Path> files = Files.find(
                    folder,
                    6,
                    (file, attributes) -> file.getFileName().toString().equals(mark))) {
                files.forEach(file -> found.add("a file " + file));
            }
        }
        return found;
    }

    /** Processes of the host that an attack left behind. */
    List<String> processes() throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            var found = new ArrayList<String>();
            for (var process : all) {
                if (isMarked(process)) {
                    found.add("process " + process.getFileName() + " outlived its fork");
                }
            }
            return found;
        }
    }

    /** A fork that is stopped or closed ends soon, not at once. */
    void awaitNoProcess(Duration patience) throws IOException, InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (!processes().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MS);
        }
    }

    private boolean isMarked(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip().equals(mark)
                    || Files.readString(process.resolve("cmdline")).equals("sleep\0" + sleepSeconds + "\0");
        } catch (IOException ended) {
            return false;
        }
    }
}
