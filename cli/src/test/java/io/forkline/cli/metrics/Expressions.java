package io.forkline.cli.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the files in {@code deploy} ask Prometheus for. */
final class Expressions {

    static final Path DEPLOY = Path.of("../deploy");

    /** Selectors, what stands in quotes, windows of time, and what a result is grouped by: there are labels there, and no metrics. */
    private static final Pattern NO_METRICS = Pattern.compile(
            "\\{[^}]*}|\"[^\"]*\"|\\[[^]]*]|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern NAME =
            Pattern.compile("(?<![a-zA-Z0-9_:$.])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "by", "without");
    private static final Pattern RULE = Pattern.compile("(?m)^( +)expr: (?:\\|\\n((?:\\1 +.*\\n)+)|(.*))");

    private Expressions() {}

    /** Those of all panels. */
    static List<String> ofDashboard() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/dashboard.json").toFile());
        List<String> found = new ArrayList<>();
        dashboard.findValues("expr").forEach(expression -> found.add(expression.asText()));
        return found;
    }

    /** Those of all alerts. */
    static List<String> ofRules() throws IOException {
        String rules = Files.readString(DEPLOY.resolve("prometheus/alerts.yaml"));
        return RULE.matcher(rules)
                .results()
                .map(match -> match.group(2) == null ? match.group(3) : match.group(2))
                .toList();
    }

    /** The metrics that an expression names. */
    static Set<String> metrics(String expression) {
        String bare = NO_METRICS.matcher(expression).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        NAME.matcher(bare)
                .results()
                .map(MatchResult::group)
                .filter(name -> !WORDS.contains(name))
                .forEach(names::add);
        return names;
    }
}
