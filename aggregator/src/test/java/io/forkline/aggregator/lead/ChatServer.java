package io.forkline.aggregator.lead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Answers chat completions as OpenAI's server does, with what a test queued, and keeps the requests. */
final class ChatServer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    private final URI baseUrl;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** How one request is answered. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    ChatServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::serve);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
        baseUrl = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Where it is served, also when it is closed. */
    URI baseUrl() {
        return baseUrl;
    }

    List<JsonNode> requests() {
        return requests;
    }

    List<String> authorizations() {
        return authorizations;
    }

    void says(String content) {
        completes(content, null, "stop");
    }

    void isCutOffAt(String content) {
        completes(content, null, "length");
    }

    void refuses(String words) {
        completes(null, words, "stop");
    }

    void fails(int status, String type, String code, String message, Map<String, String> headers) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code);
        answers.add(exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            send(exchange, status, body);
        });
    }

    /** Half an answer, then the connection ends. */
    void cutsTheConnection() {
        answers.add(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"id\":\"chatcmpl".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });
    }

    /** The head of an answer of unknown length and half of its body, then the connection ends. */
    void cutsTheStream() {
        answers.add(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"id\":\"chatcmpl-1\",\"choi".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });
    }

    /** Something that is no chat completion, as from a proxy in between. */
    void sends(String body) {
        answers.add(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    void neverAnswers() {
        answers.add(exchange -> closing.await());
    }

    private void completes(String content, String refusal, String finishReason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1_793_000_000L);
        body.put("model", "gpt-4o-2024-08-06");
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0).putNull("logprobs").put("finish_reason", finishReason);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", content)
                .put("refusal", refusal)
                .putArray("annotations");
        body.putObject("usage")
                .put("prompt_tokens", 900)
                .put("completion_tokens", 100)
                .put("total_tokens", 1_000);
        answers.add(exchange -> send(exchange, 200, body));
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.add(MAPPER.readTree(exchange.getRequestBody()));
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        Answer answer = answers.poll();
        try (exchange) {
            if (answer == null) {
                send(exchange, 500, JsonNodeFactory.instance.objectNode().put("error", "nothing queued"));
            } else {
                answer.to(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
