package io.forkline.cli.chaos.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.forkline.cli.chaos.plan.Dice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that speaks OpenAI's chat completions, and is as moody as the real ones: it is busy, fails, cuts its answers off and answers what does not
 * fit. It counts its calls by the job they are about, which jobs say in their instructions.
 */
public final class ModelServer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MARK = "This is about chaos ";
    private static final Pattern MARKED = Pattern.compile(MARK + "([A-Za-z0-9-]+)");
    private static final Duration QUICKEST = Duration.ofMillis(20);
    private static final Duration SLOWEST = Duration.ofMillis(300);

    private final HttpServer server;
    private final Dice dice;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    private record Mood(Duration pause, int percent) {}

    /** Starts it. */
    public ModelServer(Dice dice) throws IOException {
        this.dice = dice;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::serve);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    /** What a job is to say to the lead, so that its calls are counted as its own. */
    public static String instructions(String job) {
        return MARK + job;
    }

    /** For {@code OPENAI_BASE_URL}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** How often it was called, by job. */
    public Map<String, Integer> calls() {
        return Map.copyOf(calls);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.merge(job(request), 1, Integer::sum);
            Mood mood = mood();
            Thread.sleep(mood.pause().toMillis());
            answer(exchange, mood.percent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String job(String request) throws IOException {
        StringBuilder texts = new StringBuilder();
        for (JsonNode message : MAPPER.readTree(request).path("messages")) {
            texts.append(message.path("content").asText()).append('\n');
        }
        Matcher matcher = MARKED.matcher(texts);
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    private synchronized Mood mood() {
        return new Mood(dice.between(QUICKEST, SLOWEST), dice.between(0, 99));
    }

    private static void answer(HttpExchange exchange, int percent) throws IOException {
        if (percent < 6) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            refuse(exchange, 429, "rate_limit_exceeded");
        } else if (percent < 10) {
            refuse(exchange, 503, "overloaded");
        } else if (percent < 13) {
            cut(exchange);
        } else {
            send(exchange, 200, completion(percent < 16 ? "I would rather not." : verdict()));
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        ObjectNode body = MAPPER.createObjectNode();
        body.putObject("error")
                .put("message", "not now")
                .put("type", "requests")
                .putNull("param")
                .put("code", code);
        send(exchange, status, body);
    }

    /** Half an answer, then the connection ends. */
    private static void cut(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write("{\"id\":\"chatcmpl".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static String verdict() {
        ObjectNode verdict = MAPPER.createObjectNode();
        verdict.put("healthScore", 75);
        verdict.putArray("topIssues");
        verdict.putArray("nextActions").add("Look at what was reported.");
        verdict.put("scaleNote", "It scales as measured.");
        return verdict.toString();
    }

    private static ObjectNode completion(String content) {
        ObjectNode body = MAPPER.createObjectNode();
        body.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1_793_000_000L);
        body.put("model", "chaos");
        ObjectNode choice = body.putArray("choices").addObject();
        choice.put("index", 0).putNull("logprobs").put("finish_reason", "stop");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", content)
                .putNull("refusal")
                .putArray("annotations");
        body.putObject("usage")
                .put("prompt_tokens", 90)
                .put("completion_tokens", 10)
                .put("total_tokens", 100);
        return body;
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
