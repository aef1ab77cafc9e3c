package io.forkline.cli.doctor;

import io.forkline.aggregator.lead.LeadConfig;
import io.forkline.aggregator.lead.ModelAddress;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;

/** Which lead will answer, and whether a model's server can be reached. Connects, and asks nothing: a question may cost. */
record LeadCheck(Map<String, String> env) implements Check {

    private static final int PATIENCE_MS = 2_000;
    private static final String REMEDY =
            "see that its server runs there and that OPENAI_BASE_URL is right; `--lead offline` works without";

    @Override
    public String name() {
        return "lead";
    }

    @Override
    public Finding look() {
        try {
            LeadConfig config = LeadConfig.from(Settings.of(Map.of()), env);
            return config.key().isPresent()
                    ? reach(config.address())
                    : new Finding.Good("offline, by rules; set OPENAI_API_KEY for a model");
        } catch (SettingsException e) {
            return new Finding.Missing(String.valueOf(e.getMessage()), "correct the variable, or unset it");
        }
    }

    private static Finding reach(ModelAddress address) {
        String model = "a model by OPENAI_API_KEY at " + address;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MS);
            return new Finding.Good(model + ", which accepts connections");
        } catch (UnknownHostException e) {
            return new Finding.Lesser(model + ", whose host is unknown", REMEDY);
        } catch (SocketTimeoutException e) {
            return new Finding.Lesser(model + ", which accepts no connection within 2 s", REMEDY);
        } catch (IOException e) {
            return new Finding.Lesser(model + ", which cannot be reached: " + e.getMessage(), REMEDY);
        }
    }
}
