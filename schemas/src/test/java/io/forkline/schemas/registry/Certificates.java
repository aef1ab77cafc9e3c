package io.forkline.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Two parties who know each other: each has a key, signed by itself, and a store with the other's certificate. Made by the JDK's
 * {@code keytool}.
 */
record Certificates(Path folder) {

    static final String PASSWORD = "a-long-secret";

    static Certificates in(Path folder) throws Exception {
        Certificates made = new Certificates(folder);
        for (String party : List.of("server", "client")) {
            made.keytool(
                    "-genkeypair",
                    "-alias",
                    party,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + party,
                    "-ext",
                    "SAN=IP:127.0.0.1",
                    "-keystore",
                    made.keys(party).toString());
            Path certificate = folder.resolve(party + ".pem");
            made.keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    party,
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    made.keys(party).toString());
            made.keytool(
                    "-importcert",
                    "-noprompt",
                    "-alias",
                    party,
                    "-file",
                    certificate.toString(),
                    "-keystore",
                    made.trusts(party).toString());
        }
        return made;
    }

    /** The key of a party. */
    Path keys(String party) {
        return folder.resolve(party + "-keys.p12");
    }

    /** A store that trusts a party. */
    Path trusts(String party) {
        return folder.resolve("trusts-" + party + ".p12");
    }

    /** What the server shows, and whom it trusts. */
    SSLContext ofServer() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(keys("server")), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trusts("client")));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
