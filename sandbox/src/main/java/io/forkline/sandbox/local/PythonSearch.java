package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.sandbox.Base;
import io.forkline.sandbox.SandboxException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds the interpreter behind the name {@code python3}. What is on the path may be a shim of a version manager, a link, or
 * a virtual environment, so each candidate is asked who it is.
 */
final class PythonSearch {

    private static final int PATIENCE_SECONDS = 20;

    /** Printed as one JSON line. Written for any Python 3, so that one that is too old can say so. */
    private static final String WHO_ARE_YOU = """
            import json, os, platform, sys, sysconfig
            home = os.path.realpath(sys.base_prefix)
            base = os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)
            print(json.dumps({
                "python": base,
                "prefix": home,
                "version": platform.python_version(),
                "supported": sys.version_info >= (3, 10),
                "interpreter": sys.version,
                "abi": str(sysconfig.get_config_var("SOABI")),
                "libc": " ".join(platform.libc_ver()),
                "machine": platform.machine(),
                "system": " ".join(sorted(line for line in open("/etc/os-release").read().split("\\n")
                                          if line.startswith(("ID=", "VERSION_ID=")))),
            }))
            """;

    private final Map<String, String> environment;

    private PythonSearch(Map<String, String> environment) {
        this.environment = environment;
    }

    static PythonSearch on(Map<String, String> environment) {
        return new PythonSearch(environment);
    }

    BaseSystem find() throws SandboxException, InterruptedException {
        var rejected = new ArrayList<String>();
        for (var candidate : candidates()) {
            var found = ask(candidate, rejected);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw SandboxException.permanent(
                "No Python 3.10 or newer was found on the PATH"
                        + (rejected.isEmpty() ? "" : " (looked at " + String.join("; ", rejected) + ")")
                        + "; install python3, the sandbox's supervisor needs it.",
                null);
    }

    private List<Path> candidates() {
        var paths = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        var found = new ArrayList<Path>();
        for (var directory : paths.split(File.pathSeparator)) {
            var candidate = Path.of(directory.isEmpty() ? "." : directory, "python3");
            if (Files.isExecutable(candidate)) {
                found.add(candidate);
            }
        }
        return found;
    }

    private static Optional<BaseSystem> ask(Path candidate, List<String> rejected) throws InterruptedException {
        try {
            var process = new ProcessBuilder(candidate.toString(), "-I", "-S", "-c", WHO_ARE_YOU)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return answer(candidate, process, rejected);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException unusable) {
            rejected.add(candidate + " (" + unusable.getMessage() + ")");
            return Optional.empty();
        }
    }

    private static Optional<BaseSystem> answer(Path candidate, Process process, List<String> rejected)
            throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            rejected.add(candidate + ", which does not run");
            return Optional.empty();
        }
        var answer = new ObjectMapper().readTree(process.getInputStream());
        if (!answer.path("supported").asBoolean()) {
            rejected.add(candidate + ", which is " + answer.path("version").asText());
            return Optional.empty();
        }
        return Optional.of(new BaseSystem(
                Path.of(answer.path("python").asText()),
                Path.of(answer.path("prefix").asText()),
                answer.path("version").asText(),
                base(answer)));
    }

    private static Base base(JsonNode answer) {
        return new Base(
                answer.path("interpreter").asText(),
                answer.path("abi").asText(),
                answer.path("prefix").asText(),
                answer.path("libc").asText(),
                answer.path("machine").asText(),
                answer.path("system").asText());
    }
}
