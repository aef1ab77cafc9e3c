package io.forkline.sandbox.contract;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs test classes in a JVM of its own, for a test that wants them run by somebody else. */
public final class ContractRun {

    private ContractRun() {}

    /**
     * Exits 0 when there were tests and none failed.
     *
     * @param arguments the file for the summary, then the names of the classes
     */
    public static void main(String[] arguments) throws Exception {
        var classes = List.of(arguments).subList(1, arguments.length);
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
                .build();
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        var summary = listener.getSummary();
        try (var out = new PrintWriter(Path.of(arguments[0]).toFile(), StandardCharsets.UTF_8)) {
            summary.printTo(out);
            summary.printFailuresTo(out, 5);
        }
        var passed = summary.getTestsSucceededCount() > 0 && summary.getTotalFailureCount() == 0;
        System.exit(passed ? 0 : 1);
    }
}
