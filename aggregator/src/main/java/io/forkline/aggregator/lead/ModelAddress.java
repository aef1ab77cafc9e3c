package io.forkline.aggregator.lead;

import java.net.URI;

/**
 * Where a model is served.
 *
 * @param host name or address; an IPv6 address in brackets
 */
public record ModelAddress(String host, int port) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    static ModelAddress of(URI baseUrl) {
        int usual = "http".equalsIgnoreCase(baseUrl.getScheme()) ? HTTP : HTTPS;
        return new ModelAddress(baseUrl.getHost(), baseUrl.getPort() == -1 ? usual : baseUrl.getPort());
    }

    /** As people write it: {@code localhost:1234}. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
