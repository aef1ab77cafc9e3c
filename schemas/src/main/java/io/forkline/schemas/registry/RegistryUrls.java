package io.forkline.schemas.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses of a registry, and apart from them who asks. Confluent's client logs the addresses that it is given.
 *
 * @param urls without names and passwords, at least one
 * @param userInfo {@code name:password} as the URLs had it; a secret
 */
record RegistryUrls(List<String> urls, Optional<String> userInfo) {

    private static final String HIDDEN = "(a URL that is not shown, as it may hold a password)";
    private static final String USER_INFO = "//[^/@]*@";

    RegistryUrls {
        urls = List.copyOf(urls);
    }

    /**
     * Takes them apart.
     *
     * @param text one or more, with commas between
     * @throws IllegalArgumentException when what may be a password cannot be told from the address, or when there are two
     */
    static RegistryUrls parse(String text) {
        List<String> urls = new ArrayList<>();
        Set<String> users = new LinkedHashSet<>();
        for (String each : text.split(",")) {
            String url = each.strip();
            Optional<URI> parsed = parsed(url);
            parsed.map(URI::getRawUserInfo).ifPresent(users::add);
            if (url.contains("@") && parsed.isEmpty()) {
                throw new IllegalArgumentException("one of the URLs cannot be read, and is not shown, as it may hold a"
                        + " password; give name and password in schema.registry.client.basic.auth.user.info");
            }
            if (!url.isEmpty()) {
                urls.add(withoutUser(url));
            }
        }
        if (users.size() > 1) {
            throw new IllegalArgumentException(
                    "the URLs of the schema registry have different names or passwords; one client has one");
        }
        return new RegistryUrls(urls, users.stream().findFirst());
    }

    /** Without what may be a password; where that cannot be told, without anything. */
    static String shown(String urls) {
        return urls.contains("@")
                ? Arrays.stream(urls.split(","))
                        .map(url -> parsed(url.strip()).isPresent() ? withoutUser(url.strip()) : HIDDEN)
                        .collect(Collectors.joining(","))
                : urls;
    }

    private static Optional<URI> parsed(String url) {
        try {
            return Optional.of(new URI(url)).filter(parsed -> parsed.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String withoutUser(String url) {
        return url.replaceFirst(USER_INFO, "//");
    }

    @Override
    public String toString() {
        return String.join(",", urls);
    }
}
