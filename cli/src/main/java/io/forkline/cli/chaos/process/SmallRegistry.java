package io.forkline.cli.chaos.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** As much of Confluent's API as Forkline's processes need to agree on schema ids, and outages when they are wanted. */
public final class SmallRegistry implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int UNKNOWN_SUBJECT = 40401;
    private static final int UNKNOWN_ID = 40403;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();
    private volatile boolean away;

    public SmallRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether it answers with errors from now on. What it knows stays. */
    public void setAway(boolean isAway) {
        away = isAway;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean reads = exchange.getRequestMethod().equals("GET");
        ObjectNode body = MAPPER.createObjectNode();
        int status = 200;
        if (away) {
            status = UNAVAILABLE;
            body.put("error_code", UNAVAILABLE).put("message", "away");
        } else if (path.startsWith("/schemas/ids/")) {
            int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            if (id > 0 && id <= schemas.size()) {
                body.put("schema", schemas.get(id - 1));
            } else {
                status = 404;
                body.put("error_code", UNKNOWN_ID).put("message", "Schema " + id + " not found");
            }
        } else if (reads) {
            status = 404;
            body.put("error_code", UNKNOWN_SUBJECT).put("message", "it does not remember subjects");
        } else if (path.endsWith("/versions")) {
            body.put(
                    "id",
                    id(MAPPER.readTree(exchange.getRequestBody()).get("schema").asText()));
        }
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int id(String schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
