package io.forkline.cli.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.forkline.cli.CommandException;
import io.forkline.schemas.health.PartHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers {@code GET /health/ready} (all parts work) and {@code GET /health/live} (none needs a restart): 200 or 503, with how each part is as
 * JSON. Every answer is of that moment; nothing is remembered. A second {@code close} changes nothing.
 */
public final class HealthServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private HealthServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Answers from now on, where the configuration says.
     *
     * @param parts asked anew for each answer
     * @return empty when it says nowhere
     * @throws CommandException when nothing can listen there
     */
    public static Optional<HealthServer> startWhereWanted(HealthConfig config, Supplier<List<PartHealth>> parts) {
        return config.port().map(port -> start(config.host(), port, parts));
    }

    /**
     * Answers from now on.
     *
     * @param port 0 for any that is free
     * @param parts asked anew for each answer
     * @throws CommandException when nothing can listen there, saying which setting is another
     */
    static HealthServer start(String host, int port, Supplier<List<PartHealth>> parts) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        try {
            HttpServer server = HttpServer.create(address, 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, parts));
            server.start();
            return new HealthServer(server, threads);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.failed(
                    "health cannot be served at " + host + ":" + port + " (" + e.getMessage()
                            + "); choose another with --health-port, or health.host and health.port",
                    e);
        }
    }

    /** Where it answers, such as {@code http://127.0.0.1:8090/health}. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getHostString() + ":" + address.getPort() + "/health";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void answer(HttpExchange exchange, Supplier<List<PartHealth>> parts) throws IOException {
        try (exchange) {
            Function<List<PartHealth>, HealthAnswer> question =
                    switch (exchange.getRequestURI().getPath()) {
                        case "/health/ready" -> HealthAnswer::ready;
                        case "/health/live" -> HealthAnswer::live;
                        default -> null;
                    };
            if (question == null) {
                send(exchange, 404, "{\"error\":\"there are /health/ready and /health/live\"}");
            } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                send(exchange, 405, "{\"error\":\"GET and HEAD only\"}");
            } else {
                HealthAnswer answer = question.apply(parts.get());
                send(exchange, answer.status(), answer.json().toString());
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = (json + "\n").getBytes(StandardCharsets.UTF_8);
        boolean withBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, withBody ? body.length : -1);
        if (withBody) {
            exchange.getResponseBody().write(body);
        }
    }
}
