package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.TargetTree;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code python3 -m bandit} as anybody would start it, unconfined, with the very files that a snapshot has installed. It writes nothing
 * beside them.
 *
 * @param variables of its environment, besides those that we have
 */
record ColdBandit(List<String> command, Map<String, String> variables) {

    private static final String SITE = "opt/forkline/site";
    private static final File NOTHING = new File("/dev/null");

    /** Exit statuses of a scan that found nothing, and of one that found something. */
    private static final List<Integer> SCANNED = List.of(0, 1);

    /**
     * One that looks at a tree.
     *
     * @param layers where the layers of the snapshot are
     * @param home where it may keep what it remembers from one scan to the next
     */
    static ColdBandit of(Path python, Path layers, Snapshot snapshot, TargetTree tree, Path home) {
        String sites = snapshot.layerDigests().stream()
                .map(digest -> layers.resolve(digest).resolve(SITE).toString())
                .collect(Collectors.joining(File.pathSeparator));
        return new ColdBandit(
                List.of(
                        python.toString(),
                        "-m",
                        "bandit",
                        "--quiet",
                        "--recursive",
                        "--format",
                        "json",
                        tree.root().toString()),
                Map.of("PYTHONPATH", sites, "PYTHONDONTWRITEBYTECODE", "1", "HOME", home.toString()));
    }

    /** Scans once; returns when the process is gone and all of its report is here. */
    void scan() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(NOTHING).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (!SCANNED.contains(exitCode) || !output.contains("\"results\"")) {
                throw CommandException.failed(
                        String.join(" ", command) + " ended with exit status " + exitCode + " and no report", null);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
