package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.local.ZygotePlan;
import io.forkline.sandbox.tree.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a checkpoint can be restored with: nothing but what made it.
 *
 * @param runsc its version
 * @param platform how it meets the host's kernel
 * @param cpu digest of the features of the processor: the process has chosen its instructions by them
 * @param content digest of the files, the interpreter, our programs and the modules
 */
record Pins(String runsc, String platform, String cpu, String content) {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    /** For a checkpoint that is made or restored here and now. */
    static Pins of(Runsc runsc, ZygotePlan plan) throws IOException {
        return new Pins(runsc.version(), runsc.platform().orElse("default"), features(), content(plan));
    }

    /** What has changed since another was made; empty when nothing has. */
    Optional<String> changedSince(Pins earlier) {
        if (!runsc.equals(earlier.runsc)) {
            return Optional.of("it was made by runsc " + earlier.runsc + ", this is runsc " + runsc);
        }
        if (!platform.equals(earlier.platform)) {
            return Optional.of("it was made on platform " + earlier.platform + ", this is " + platform);
        }
        if (!cpu.equals(earlier.cpu)) {
            return Optional.of("it was made on a processor with other features");
        }
        return content.equals(earlier.content)
                ? Optional.empty()
                : Optional.of("the interpreter, Forkline's programs, the files or the modules have changed");
    }

    private static String features() throws IOException {
        try (var lines = Files.lines(CPU)) {
            return digest(lines.takeWhile(line -> !line.isBlank())
                    .filter(line ->
                            line.startsWith("flags") || line.startsWith("Features") || line.startsWith("vendor"))
                    .map(line -> Arrays.stream(line.split("\\s+")).sorted().collect(Collectors.joining(" ")))
                    .collect(Collectors.joining("\n")));
        }
    }

    private static String content(ZygotePlan plan) {
        var parts = new StringBuilder();
        plan.lowers().forEach(lower -> parts.append(lower.getFileName()).append('\n'));
        plan.binds().forEach(bind -> parts.append(bind).append('\n'));
        plan.preload().forEach(module -> parts.append(module).append('\n'));
        return digest(parts.toString());
    }

    private static String digest(String text) {
        var digest = Sha256.start();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return Sha256.finish(digest);
    }
}
