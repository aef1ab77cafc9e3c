package io.forkline.cli.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates that vouch for themselves, made with the JDK's own {@code keytool}. */
record Certificates(Path folder) {

    static final String PASSWORD = "hunter2-of-a-key-store";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Makes a key store {@code NAME.p12} with a key and its certificate, and {@code NAME.pem} with the certificate alone. */
    void create(String name, String commonName, String... options) throws Exception {
        Path store = store(name);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + commonName,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.writeString(
                pem(name),
                "-----BEGIN CERTIFICATE-----\n"
                        + LINES.encodeToString(keys.getCertificate(name).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    Path pem(String name) {
        return folder.resolve(name + ".pem");
    }
}
