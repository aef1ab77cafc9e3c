package io.forkline.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** As much of Confluent's API as Forkline's processes need to agree on schema ids. */
public final class SmallRegistry implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int UNKNOWN_ID = 40403;

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>();

    public SmallRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        ObjectNode body = MAPPER.createObjectNode();
        int status = 200;
        if (path.startsWith("/schemas/ids/")) {
            int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            if (id > 0 && id <= schemas.size()) {
                body.put("schema", schemas.get(id - 1));
            } else {
                status = 404;
                body.put("error_code", UNKNOWN_ID).put("message", "Schema " + id + " not found");
            }
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
