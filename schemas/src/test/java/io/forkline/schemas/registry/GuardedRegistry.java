package io.forkline.schemas.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** As much of Confluent's API as a writer and a reader need, for those who show who they are. */
final class GuardedRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Function<Optional<String>, Integer> guard;
    private final Map<String, List<String>> subjects = new LinkedHashMap<>();
    private final List<String> schemas = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private GuardedRegistry(HttpServer server, Function<Optional<String>, Integer> guard) {
        this.server = server;
        this.guard = guard;
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param guard the status for a value of the header Authorization, 200 for whoever may come in */
    static GuardedRegistry overHttp(Function<Optional<String>, Integer> guard) throws IOException {
        return new GuardedRegistry(HttpServer.create(anyPort(), 0), guard);
    }

    /** @param needsCertificate whether a client has to show one that the context trusts */
    static GuardedRegistry overTls(SSLContext context, boolean needsCertificate) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters all = context.getDefaultSSLParameters();
                all.setNeedClientAuth(needsCertificate);
                parameters.setSSLParameters(all);
            }
        });
        return new GuardedRegistry(server, header -> 200);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://" + address();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked, as method and path. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        asked.add(method + " " + path);
        int status =
                guard.apply(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
        String body = "{\"error_code\":" + status + "01,\"message\":\"no\"}";
        if (status == 200) {
            Optional<String> found = found(method, path, exchange);
            status = found.isPresent() ? 200 : 404;
            body = found.orElse("{\"error_code\":40403,\"message\":\"Schema not found\"}");
        }
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Optional<String> found(String method, String path, HttpExchange exchange) throws IOException {
        String[] parts = path.substring(1).split("/");
        if (parts[0].equals("schemas")) {
            return Optional.of(JSON.createObjectNode()
                    .put("schema", schemas.get(Integer.parseInt(parts[2]) - 1))
                    .toString());
        }
        List<String> versions = subjects.getOrDefault(parts[1], List.of());
        if (method.equals("GET")) {
            return versions.isEmpty() ? Optional.empty() : Optional.of("[1]");
        }
        String schema = JSON.readTree(exchange.getRequestBody()).get("schema").asText();
        if (parts.length == 3) {
            subjects.computeIfAbsent(parts[1], subject -> new ArrayList<>()).add(schema);
            schemas.add(schema);
        } else if (!versions.contains(schema)) {
            return Optional.empty();
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("subject", parts[1]).put("version", 1).put("schema", schema).put("id", schemas.indexOf(schema) + 1);
        return Optional.of(answer.toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
