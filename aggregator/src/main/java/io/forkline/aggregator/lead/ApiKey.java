package io.forkline.aggregator.lead;

/** The key of a model's provider. Shown to nobody by accident. */
public record ApiKey(String value) {

    public ApiKey {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an API key is not blank");
        }
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "ApiKey[hidden]";
    }
}
