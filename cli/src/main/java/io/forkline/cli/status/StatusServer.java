package io.forkline.cli.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.forkline.cli.CommandException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers GET and HEAD with one page for each path; for any other path it names those that there are. A second {@code close} changes nothing. */
public final class StatusServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;

    private StatusServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Answers from now on.
     *
     * @param port 0 for any that is free
     * @param pages by their paths
     * @throws CommandException when nothing can listen there, saying which setting is another
     */
    static StatusServer start(String host, int port, Map<String, Page> pages) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        SortedMap<String, Page> all = new TreeMap<>(pages);
        try {
            HttpServer server = HttpServer.create(address, 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, all));
            server.start();
            return new StatusServer(server, threads);
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.failed(
                    "health and metrics cannot be served at " + host + ":" + port + " (" + e.getMessage()
                            + "); choose another with --health-port, or health.host and health.port",
                    e);
        }
    }

    /** Where it answers, such as {@code http://127.0.0.1:8090}; the paths of pages go behind it. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getHostString() + ":" + address.getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void answer(HttpExchange exchange, SortedMap<String, Page> pages) throws IOException {
        try (exchange) {
            send(
                    exchange,
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), pages));
        }
    }

    private static Page.Answer answer(String method, String path, SortedMap<String, Page> pages) {
        if (!pages.containsKey(path)) {
            return error(404, "nothing is served here; there are " + String.join(", ", pages.keySet()));
        }
        return List.of("GET", "HEAD").contains(method) ? pages.get(path).get() : error(405, "GET and HEAD only");
    }

    private static Page.Answer error(int status, String why) {
        return Page.Answer.json(
                status, JsonNodeFactory.instance.objectNode().put("error", why).toString());
    }

    private static void send(HttpExchange exchange, Page.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean withBody = !exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), withBody ? body.length : -1);
        if (withBody) {
            exchange.getResponseBody().write(body);
        }
    }
}
