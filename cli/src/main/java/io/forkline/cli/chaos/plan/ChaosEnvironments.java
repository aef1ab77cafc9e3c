package io.forkline.cli.chaos.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes cheap environments: warm ones, whose setup takes a second so that a kill may meet it, and cold ones. Each has a file of its own, so that each
 * has a snapshot of its own. Their perspectives wait, fail, leave children behind and try to change what is not theirs.
 */
public final class ChaosEnvironments {

    private static final int JOBS_FOR_EACH = 150;
    private static final String COLD = "cold-";
    private static final List<String> WARM_PERSPECTIVES = List.of("Quick", "Slow", "Hostile", "Frail");
    private static final List<String> COLD_PERSPECTIVES = List.of("Shell", "Children");

    private ChaosEnvironments() {}

    /** Their names: at least two, and more with many jobs. */
    static List<String> names(int jobs) {
        return IntStream.range(0, 2 + jobs / JOBS_FOR_EACH)
                .mapToObj(number -> (number % 2 == 0 ? "warm-" : COLD) + number)
                .toList();
    }

    static List<String> perspectives(String environment) {
        return environment.startsWith(COLD) ? COLD_PERSPECTIVES : WARM_PERSPECTIVES;
    }

    /**
     * Makes their folders.
     *
     * @param canary a file of the host, which the hostile perspective tries to write
     */
    public static void write(Path folder, List<String> names, Path canary) throws IOException {
        for (String name : names) {
            Path own = Files.createDirectories(folder.resolve(name));
            String kind = name.startsWith(COLD) ? "cold" : "warm";
            copy("work." + (kind.equals("cold") ? "sh" : "py"), own);
            Files.writeString(own.resolve("name.txt"), name);
            Files.writeString(
                    own.resolve("environment.yaml"),
                    resource(kind + ".yaml").replace("{{name}}", name).replace("{{canary}}", canary.toString()));
        }
    }

    private static void copy(String name, Path folder) throws IOException {
        Files.writeString(folder.resolve(name), resource(name));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ChaosEnvironments.class.getResourceAsStream("/io/forkline/cli/chaos/" + name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
