package io.forkline.sandbox.attack;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What stands outside to be reached: a file that all may read and write, and a process with sockets, a secret in its memory and its
 * variables, and ears for signals. An attack is told where all that is, but not the secret.
 */
final class Canary implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path file;
    private final String secret;
    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;
    private final Map<String, String> variables;

    private Canary(Path folder, Path file, String secret, Process process) throws IOException {
        this.folder = folder;
        this.file = file;
        this.secret = secret;
        this.process = process;
        this.from = process.inputReader();
        this.to = process.outputWriter();
        var where = from.readLine();
        if (where == null) {
            throw new IOException("the canary did not start");
        }
        this.variables = new HashMap<>(JSON.readValue(where, new TypeReference<Map<String, String>>() {}));
        variables.put("CANARY_FILE", file.toString());
        variables.put("CANARY_FOLDER", folder.toString());
    }

    /**
     * Puts one there.
     *
     * @param folder is made; everybody can get to it as far as that is ours to give
     */
    static Canary start(Path folder, Path python, Path programs, RandomGenerator random) throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var secret = HexFormat.of().formatHex(bytes);
        var file = folder.resolve("canary");
        write(file, secret);
        var builder = new ProcessBuilder(
                        python.toString(), programs.resolve(Catalogue.CANARY).toString(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("CANARY_SECRET", secret);
        return new Canary(folder, file, secret, builder.start());
    }

    private static void write(Path file, String secret) throws IOException {
        Files.writeString(file, secret);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    /** What tells an attack where to go. */
    Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What has reached it since this was asked last, its secret in this output included; it is as new afterwards, unless it has died. */
    List<String> reached(String output) throws IOException {
        var reached = new ArrayList<String>();
        if (output.contains(secret)) {
            reached.add("its secret");
        }
        if (!Files.exists(file) || !Files.readString(file).equals(secret)) {
            reached.add("its file was changed");
            write(file, secret);
        }
        try (var there = Files.list(folder)) {
            there.filter(path -> !path.equals(file) && !path.endsWith("socket"))
                    .forEach(path -> reached.add("a new file " + path.getFileName()));
        }
        reached.addAll(heard());
        return reached;
    }

    private List<String> heard() {
        try {
            to.write("?\n");
            to.flush();
            var line = from.readLine();
            if (line != null) {
                return JSON.readValue(line, new TypeReference<>() {});
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        }
        return List.of("its process was ended");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
