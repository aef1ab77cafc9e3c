package io.forkline.sandbox.attack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.SnapshotKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attacks and their programs, which are resources of this package. */
final class Catalogue {

    static final String CANARY = "canary.py";
    static final String BYSTANDER = "bystander.py";

    private static final List<String> SHARED = List.of("attempt.py", CANARY, BYSTANDER);
    private static final String REFUSED_FOR = "refused for ";
    private static final int USUAL_SECONDS = 15;

    private Catalogue() {}

    /** All of them, in the order in which they are run and shown. */
    static List<Attack> attacks() {
        try (var in = resource("attacks.yaml")) {
            List<Section> sections = new ObjectMapper(new YAMLFactory()).readValue(in, new TypeReference<>() {});
            return sections.stream()
                    .flatMap(section -> section.attacks().stream().map(entry -> entry.in(section.group())))
                    .toList();
        } catch (IOException broken) {
            throw new IllegalStateException("attacks.yaml cannot be read", broken);
        }
    }

    /** Writes the programs of all attacks, and what they share, into this folder, side by side. */
    static void write(Path folder) throws IOException {
        for (var shared : SHARED) {
            write(folder, shared);
        }
        try (var in = resource("attacks.yaml")) {
            List<Section> sections = new ObjectMapper(new YAMLFactory()).readValue(in, new TypeReference<>() {});
            for (var section : sections) {
                for (var entry : section.attacks()) {
                    write(folder, entry.program());
                }
            }
        }
    }

    private static void write(Path folder, String program) throws IOException {
        try (var in = resource("programs/" + program)) {
            Files.write(folder.resolve(fileName(program)), in.readAllBytes());
        }
    }

    private static InputStream resource(String name) throws IOException {
        var in = Catalogue.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("there is no resource " + name);
        }
        return in;
    }

    private static String fileName(String program) {
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private record Section(String group, List<Entry> attacks) {}

    private record Entry(
            String name,
            String program,
            @Nullable List<String> arguments,
            String tries,
            String barrier,
            boolean both,
            boolean provable,
            boolean bomb,
            @Nullable Set<Limit> limits,
            @Nullable Limit stop,
            @Nullable Integer exit,
            @Nullable String unpack,
            @Nullable String needs,
            @Nullable Integer seconds) {

        Attack in(String group) {
            return new Attack(
                    group,
                    name,
                    tries,
                    fileName(program),
                    arguments == null ? List.of() : arguments,
                    barrier,
                    both ? EnumSet.allOf(SnapshotKind.class) : EnumSet.of(SnapshotKind.MEMORY),
                    expected(),
                    Optional.ofNullable(needs),
                    Duration.ofSeconds(seconds == null ? USUAL_SECONDS : seconds),
                    provable,
                    bomb);
        }

        private Expected expected() {
            if (unpack != null) {
                return new Expected.Unpacking(
                        unpack.startsWith(REFUSED_FOR)
                                ? Optional.of(unpack.substring(REFUSED_FOR.length()))
                                : Optional.empty());
            }
            if (stop != null) {
                return new Expected.Stop(stop);
            }
            return exit == null ? new Expected.Refusal(limits == null ? Set.of() : limits) : new Expected.Exit(exit);
        }
    }
}
