package io.forkline.workers;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Secret;
import io.forkline.sandbox.Secrets;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker has the values of secrets from: a file for each in a directory, else its own environment. They are read for each
 * task, so a value that is exchanged is the next task's.
 *
 * @param directory of {@code worker.secrets.dir}; empty for none
 * @param variables the worker's own, of which those count that begin with {@value #PREFIX}
 */
public record SecretSource(Optional<Path> directory, Map<String, String> variables) {

    /** Before the name of a secret, it is the name of a variable of the worker. */
    public static final String PREFIX = "FORKLINE_SECRET_";

    static final SecretSource NONE = new SecretSource(Optional.empty(), Map.of());

    private static final String KEY = "worker.secrets.dir";
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");
    private static final int MOST_BYTES = 4 * Secret.MOST_CHARACTERS + 2;

    public SecretSource {
        Map<String, String> ours = new HashMap<>(variables);
        ours.keySet().removeIf(name -> !name.startsWith(PREFIX));
        variables = Map.copyOf(ours);
    }

    /** Takes {@code worker.secrets.dir} from the settings, which others have too, on hosts without that directory. */
    static SecretSource from(Settings settings, Map<String, String> environment) {
        return new SecretSource(settings.text(KEY).map(Path::of), environment);
    }

    /**
     * For whoever runs perspectives, ahead of the first.
     *
     * @throws SettingsException when there is no such directory
     */
    public void requireDirectory() {
        directory.filter(path -> !Files.isDirectory(path)).ifPresent(none -> {
            throw new SettingsException(KEY + "=" + none + " cannot be used; accepted is a directory with a file for"
                    + " each secret, under the secret's name");
        });
    }

    /** Whether a task may ask for this. What may not begin with a dot or hold a slash leads nowhere else. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The secrets of these names.
     *
     * @throws SandboxException permanent when one is not here or cannot be used, naming it and what to do; never its value
     */
    public Secrets of(Collection<String> names) throws SandboxException {
        Map<String, Secret> found = new TreeMap<>();
        for (String name : names) {
            found.put(name, checked(name, find(name)));
        }
        return new Secrets(found);
    }

    private String find(String name) throws SandboxException {
        Optional<String> inFile = directory.isEmpty() ? Optional.empty() : read(directory.get(), name);
        return inFile.or(() -> Optional.ofNullable(variables.get(PREFIX + name)))
                .orElseThrow(() -> SandboxException.permanent(
                        "the secret " + name + " is not on this worker; put its value into "
                                + directory
                                        .map(path -> "the file " + path.resolve(name))
                                        .orElse("a file " + name + " in the directory that " + KEY + " names")
                                + ", or into the variable " + PREFIX + name + " of the worker",
                        null));
    }

    /** Without the line break at the end that editors put there. */
    private static Optional<String> read(Path directory, String name) throws SandboxException {
        Path file = directory.resolve(name);
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unusable(name, "its file has more than " + MOST_BYTES + " bytes", null);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return Optional.of(text.replaceFirst("\\r?\\n\\z", ""));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (CharacterCodingException binary) {
            throw unusable(name, "its file is not text in UTF-8", null);
        } catch (IOException failed) {
            throw unusable(name, "its file cannot be read: " + failed, failed);
        }
    }

    private static Secret checked(String name, String value) throws SandboxException {
        try {
            return new Secret(value);
        } catch (IllegalArgumentException wrong) {
            throw unusable(name, String.valueOf(wrong.getMessage()), null);
        }
    }

    private static SandboxException unusable(String name, String why, @Nullable Throwable cause) {
        return SandboxException.permanent("the secret " + name + " cannot be used: " + why, cause);
    }

    /** Hides the values. */
    @Override
    public String toString() {
        return "SecretSource[" + directory.map(Path::toString).orElse("no directory") + ", "
                + variables.keySet().stream().sorted().toList() + "]";
    }
}
