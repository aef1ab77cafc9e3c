package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandStages;
import io.forkline.sandbox.ForkId;
import io.forkline.sandbox.ForkStages;
import io.forkline.sandbox.OutputListener;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A fork, by its name at the supervisor. */
final class LocalSandbox implements Sandbox {

    private final Supervisor supervisor;
    private final String fork;
    private final ForkId id;
    private final ForkStages stages;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Duration> destroyed = new CompletableFuture<>();

    LocalSandbox(Supervisor supervisor, String fork, ForkId id, ForkStages stages, Runnable onClose) {
        this.supervisor = supervisor;
        this.fork = fork;
        this.id = id;
        this.stages = stages;
        this.onClose = onClose;
    }

    @Override
    public ForkId id() {
        return id;
    }

    @Override
    public long forkTime(TimeUnit unit) {
        return unit.convert(stages.total().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public ForkStages stages() {
        return stages;
    }

    @Override
    public CommandResult run(Command command, OutputListener listener) throws SandboxException, InterruptedException {
        var handedOver = System.nanoTime();
        var request = runRequest(command, false, !listener.equals(OutputListener.SILENT));
        return result(await(supervisor.send(request, new byte[0], listener)), handedOver, command.secrets());
    }

    /** Runs a command with stdout and stderr as one stream that is heard while it runs; the end of it is its stdout. */
    CommandResult runAloud(Command command, Consumer<byte[]> onOutput) throws SandboxException, InterruptedException {
        var handedOver = System.nanoTime();
        var request = runRequest(command, true, true);
        return result(
                await(supervisor.send(request, new byte[0], (stream, chunk) -> onOutput.accept(chunk))),
                handedOver,
                command.secrets());
    }

    private ObjectNode runRequest(Command command, boolean merged, boolean heard) {
        var request = request("run")
                .put("timeoutMs", Math.max(1, command.timeout().toMillis()))
                .put("maxStdout", command.maxStdoutBytes())
                .put("maxStderr", command.maxStderrBytes())
                .put("merged", merged)
                .put("heard", heard);
        command.run().forEach(request.putArray("argv")::add);
        var variables = request.putObject("environment");
        command.environment().forEach(variables::put);
        command.secrets().variables().forEach(variables::put);
        return request;
    }

    @Override
    public void writeFile(String path, byte[] content) throws SandboxException, InterruptedException {
        check(
                path,
                await(supervisor.send(request("write").put("path", absolute(path)), content, OutputListener.SILENT)));
    }

    @Override
    public byte[] readFile(String path, int maxBytes) throws SandboxException, InterruptedException {
        var reply = await(
                supervisor.send(request("read").put("path", absolute(path)).put("maxBytes", maxBytes)));
        check(path, reply);
        return reply.payload();
    }

    @Override
    public void kill() {
        var unused = supervisor.send(request("kill"));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            // nobody waits for the end of a fork
            var unused = supervisor.send(request("close")).whenComplete(this::onClosed);
            onClose.run();
        }
    }

    private void onClosed(@Nullable Reply reply, @Nullable Throwable failed) {
        if (reply != null && reply.message().has("destroyNanos")) {
            destroyed.complete(
                    Duration.ofNanos(reply.message().path("destroyNanos").asLong()));
        }
    }

    @Override
    public Optional<Duration> awaitDestroyed(Duration patience) throws InterruptedException {
        try {
            return Optional.of(destroyed.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException unknown) {
            return Optional.empty();
        }
    }

    private Reply await(CompletableFuture<Reply> reply) throws SandboxException, InterruptedException {
        try {
            return Supervisor.await(reply);
        } catch (InterruptedException interrupted) {
            close();
            throw interrupted;
        }
    }

    private ObjectNode request(String operation) {
        return Frames.JSON.createObjectNode().put("op", operation).put("fork", fork);
    }

    private static CommandResult result(Reply reply, long handedOver, Secrets secrets) throws SandboxException {
        var message = reply.message();
        var stdoutBytes = message.path("stdoutBytes").asInt();
        var payload = reply.payload();
        var output = new CommandResult.Output(
                secrets.redact(new String(payload, 0, stdoutBytes, StandardCharsets.UTF_8)),
                secrets.redact(new String(payload, stdoutBytes, payload.length - stdoutBytes, StandardCharsets.UTF_8)));
        var stages = stages(message, handedOver);
        if (message.has("asked")) {
            return new CommandResult.Killed(output, stages);
        }
        if (message.has("limit")) {
            var limit = CommandResult.Limit.valueOf(message.path("limit").asText());
            return new CommandResult.StoppedAtLimit(limit, output, stages);
        }
        if (message.has("exited")) {
            var status = message.path("exited").asInt();
            return new CommandResult.Exited(status < 0 ? 128 - status : status, output, stages, hits(message));
        }
        if (message.has("closed")) {
            throw SandboxException.permanent("The sandbox was closed while the command ran.", null);
        }
        throw SandboxException.retryable(
                "The sandbox was killed from outside while the command ran; the host may be out of memory.", null);
    }

    /** On Linux {@link System#nanoTime} reads the same monotonic clock as the supervisor and the guest do. */
    private static CommandStages stages(JsonNode message, long handedOver) {
        var started = message.path("startedNanos").asLong();
        var ended = message.path("endedNanos").asLong();
        return new CommandStages(
                Duration.ofNanos(started - handedOver),
                Duration.ofNanos(ended - started),
                Duration.ofNanos(System.nanoTime() - ended));
    }

    private static Set<CommandResult.Limit> hits(JsonNode message) {
        var hits = EnumSet.noneOf(CommandResult.Limit.class);
        message.path("hits").forEach(name -> hits.add(CommandResult.Limit.valueOf(name.asText())));
        return hits;
    }

    private static void check(String path, Reply reply) throws SandboxException {
        if (reply.message().has("refused")) {
            throw SandboxException.permanent(
                    path + " in the sandbox: " + reply.message().path("refused").asText() + ".", null);
        }
    }

    private static String absolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path in a sandbox is absolute, this is \"" + path + "\"");
        }
        return path;
    }
}
