package io.forkline.schemas.settings;

/** A setting cannot be used. The message names the key, the value and what would be accepted. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
