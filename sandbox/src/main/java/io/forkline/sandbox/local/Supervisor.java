package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.sandbox.ForkPool;
import io.forkline.sandbox.OutputListener;
import io.forkline.sandbox.SandboxException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor process, seen from here: requests go in, each gets one reply. Its standard input is our lease: when we
 * close it, or end in whatever way, it ends with all that it started. Safe for many threads.
 */
public final class Supervisor implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;
    /** Ctrl-C reaches us both, and Python would complain of it before it comes to ignore it. Some shells export variables. */
    private static final String DEAF = "trap '' INT TERM HUP; unset PWD OLDPWD SHLVL; exec \"$0\" \"$@\"";

    private static final byte[] NOTHING = new byte[0];

    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream replies;
    private final Thread reader;
    private final AtomicLong sequence = new AtomicLong();
    private final ConcurrentMap<Long, Call> calls = new ConcurrentHashMap<>();
    private JsonNode hello = Frames.JSON.nullNode();
    private volatile boolean ended;

    private Supervisor(Process process) {
        this.process = process;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.replies = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.reader = new Thread(this::readReplies, "sandbox-supervisor-replies");
        reader.setDaemon(true);
    }

    /**
     * Starts one, and waits until it serves.
     *
     * @param programs where the programs are
     * @param role which of them
     * @param run where it keeps a directory of its own as long as it lives
     */
    static Supervisor start(Path python, Path programs, String role, Path run) throws SandboxException {
        var builder = new ProcessBuilder(
                "/bin/sh", "-c", DEAF, python.toString(), "-I", "-S", programs.toString(), role, run.toString());
        var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        // nothing else: what we know must not be found in the memory of what it forks
        builder.environment().putAll(Map.of("PATH", path, "LANG", "C.UTF-8"));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            var supervisor = new Supervisor(builder.start());
            supervisor.greet();
            return supervisor;
        } catch (IOException failed) {
            throw SandboxException.permanent("The sandbox's supervisor does not start: " + failed.getMessage(), failed);
        }
    }

    private void greet() throws IOException, SandboxException {
        JsonNode said;
        try {
            said = Frames.read(replies).message();
        } catch (EOFException silent) {
            throw new IOException("it ended at once; what it wrote is above", silent);
        }
        if (!said.path("hello").asBoolean()) {
            close();
            throw SandboxException.permanent(said.path("error").asText(), null);
        }
        hello = said;
        reader.start();
    }

    /** What it said of itself and its host when it began to serve. */
    public JsonNode hello() {
        return hello;
    }

    /** What its descendants take; who is not dumpable shows it to nobody else. */
    MemoryUse memory() throws SandboxException, InterruptedException {
        var reply = await(send(Frames.JSON.createObjectNode().put("op", "memory")));
        return MemoryUse.of(reply.message().path("memory"));
    }

    /** What it has made ahead; nothing when it does not say so within a second. */
    ForkPool pool() {
        return send(Frames.JSON.createObjectNode().put("op", "pool"))
                .thenApply(reply -> new ForkPool(
                        reply.message().path("parked").asInt(),
                        reply.message().path("nests").asInt()))
                .completeOnTimeout(ForkPool.EMPTY, 1, TimeUnit.SECONDS)
                .exceptionally(gone -> ForkPool.EMPTY)
                .join();
    }

    boolean hasEnded() {
        return ended;
    }

    /** A request whose reply has no payload to stream. */
    public CompletableFuture<Reply> send(ObjectNode request) {
        return send(request, NOTHING, OutputListener.SILENT);
    }

    /**
     * Sends a request.
     *
     * @param onOutput gets what the command writes while it runs, where the request asks for that; from the reader's thread
     * @return completes with the reply; exceptionally with {@link SandboxException} when it is a refusal or never comes
     */
    CompletableFuture<Reply> send(ObjectNode request, byte[] payload, OutputListener onOutput) {
        var number = sequence.incrementAndGet();
        var call = new Call(new CompletableFuture<>(), onOutput);
        calls.put(number, call);
        request.put("seq", number);
        try {
            synchronized (requests) {
                Frames.write(requests, request, payload);
            }
        } catch (IOException failed) {
            calls.remove(number);
            call.reply().completeExceptionally(gone(failed));
        }
        if (ended && calls.remove(number) != null) {
            call.reply().completeExceptionally(gone(null));
        }
        return call.reply();
    }

    /** Waits for a reply. An interrupt stops the waiting, not the request. */
    public static Reply await(CompletableFuture<Reply> reply) throws SandboxException, InterruptedException {
        try {
            return reply.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SandboxException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void readReplies() {
        try {
            while (true) {
                deliver(Frames.read(replies));
            }
        } catch (IOException end) {
            ended = true;
            calls.forEach((number, call) -> call.reply().completeExceptionally(gone(end)));
            calls.clear();
        }
    }

    private void deliver(Reply reply) {
        var number = reply.message().path("seq").asLong();
        var output = reply.message().path("output").asText();
        if (!output.isEmpty()) {
            var call = calls.get(number);
            if (call != null) {
                call.onOutput().wrote(OutputListener.Stream.valueOf(output), reply.payload());
            }
            return;
        }
        var call = calls.remove(number);
        if (call == null) {
            return;
        }
        var error = reply.message().path("error");
        if (error.isMissingNode()) {
            call.reply().complete(reply);
        } else if (reply.message().path("retryable").asBoolean()) {
            call.reply().completeExceptionally(SandboxException.retryable(error.asText(), null));
        } else {
            call.reply().completeExceptionally(SandboxException.permanent(error.asText(), null));
        }
    }

    private static SandboxException gone(@Nullable IOException cause) {
        return SandboxException.retryable("The sandbox's supervisor has ended.", cause);
    }

    /** Gives up the lease, and waits a little until all is gone. May be called twice. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            ended = true;
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private record Call(CompletableFuture<Reply> reply, OutputListener onOutput) {}
}
