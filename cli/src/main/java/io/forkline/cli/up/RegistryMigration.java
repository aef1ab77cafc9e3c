package io.forkline.cli.up;

import io.forkline.cli.CommandException;
import io.forkline.cli.terminal.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes the schemas of a registry that kept its state in files over to one that keeps it in topics, with their ids: they are in every value on
 * the topics. Done once; the files stay beside, under another name.
 */
final class RegistryMigration {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NO_CONTENT = 204;
    private static final int OK = 200;
    private static final String NO_SUBJECTS = "[]";

    private final Path program;
    private final Path data;
    private final RegistryStorage.Files before;

    /** @param data folder of the registry's state and log */
    RegistryMigration(Path program, Path data) {
        this.program = program;
        this.data = data;
        this.before = new RegistryStorage.Files(data);
    }

    /** Whether there is something to take over. */
    boolean isNeeded() {
        return Files.exists(before.database());
    }

    /**
     * Takes everything over into a registry that answers and is empty.
     *
     * @throws CommandException when it cannot or the registry is not empty, saying what to do; the files stay as they were
     */
    void into(RegistryProcess registry, Progress progress) throws InterruptedException {
        progress.now("taking over the schemas of the registry that was in files");
        Path export = data.resolve("registry-export.zip");
        try (HttpClient client = HttpClient.newHttpClient()) {
            requireEmpty(client, registry);
            export(client, export);
            HttpResponse<String> answer = client.send(
                    request(registry, "/admin/import")
                            .header("Content-Type", "application/zip")
                            .POST(HttpRequest.BodyPublishers.ofFile(export))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != NO_CONTENT && answer.statusCode() != OK) {
                throw failed("it answers " + answer.statusCode() + " " + answer.body(), null);
            }
            Files.move(
                    before.database(), data.resolve("registry.mv.db.taken-over"), StandardCopyOption.REPLACE_EXISTING);
            Files.delete(export);
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
        progress.done("took over the schemas of the registry that was in files, with their ids");
    }

    /** Ids that are given already are not given again; an end between the import and the new name leaves a registry like that. */
    private void requireEmpty(HttpClient client, RegistryProcess registry) throws IOException, InterruptedException {
        String subjects = registry.url() + "/subjects";
        HttpResponse<String> there = client.send(
                HttpRequest.newBuilder(URI.create(subjects)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
        if (there.statusCode() != OK || !there.body().strip().equals(NO_SUBJECTS)) {
            throw CommandException.failed(
                    "the registry that keeps its state in topics has schemas already ("
                            + there.body().strip()
                            + "), and so has " + before.database()
                            + ": an earlier start was ended while it took these over. If all"
                            + " of your subjects are there, move that file away and start again; else start with another"
                            + " folder, with --data, and keep this one",
                    null);
        }
    }

    private void export(HttpClient client, Path export) throws IOException, InterruptedException {
        Addresses loopback = Addresses.of(Addresses.LOOPBACK, null);
        try (RegistryProcess old = RegistryProcess.start(program, data, loopback, freePort(), before)) {
            old.awaitReady();
            HttpResponse<Path> answer = client.send(
                    request(old, "/admin/export?forBrowser=false").build(), HttpResponse.BodyHandlers.ofFile(export));
            if (answer.statusCode() != OK) {
                throw failed("the earlier one answers " + answer.statusCode(), null);
            }
        }
    }

    private static HttpRequest.Builder request(RegistryProcess registry, String path) {
        return HttpRequest.newBuilder(URI.create(registry.ownApi() + path)).timeout(PATIENCE);
    }

    private CommandException failed(String why, @Nullable Throwable cause) {
        return CommandException.failed(
                "the schemas of the registry that was in files cannot be taken over (" + why + "); they are in "
                        + before.database()
                        + ". Move that file away to start without them: records that are on the topics already can then not be"
                        + " read; or start with another folder, with --data",
                cause);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
