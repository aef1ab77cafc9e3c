package io.forkline.cli.bench.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.cli.bench.Percentiles;

/** The figures for programs. Names carry the unit. */
final class FiguresJson {

    private FiguresJson() {}

    static String text(Figures figures) {
        return json(figures).toPrettyString();
    }

    private static ObjectNode json(Figures figures) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("measuredAt", figures.measuredAt().toString());
        json.putObject("machine")
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", Runtime.version().toString())
                .put("python", figures.python())
                .put("controlGroups", figures.controlGroups());
        json.put("rounds", figures.rounds());
        ObjectNode ways = json.putObject("ways");
        figures.ways().forEach((kind, way) -> put(ways.putObject(kind.key()), way));
        figures.skipped().forEach((kind, why) -> ways.putObject(kind.key()).put("skipped", why));
        figures.bursts()
                .forEach(burst -> json.withArray("atOnce")
                        .addObject()
                        .put("forks", burst.forks())
                        .put("parked", burst.parked())
                        .put("firstInstructionMs", burst.firstInstructionMs())
                        .put("goneMs", burst.goneMs()));
        put(json.putObject("sustained"), figures.sustained());
        put(json.putObject("memory"), figures.memory());
        put(json.putObject("scan"), figures.scan());
        return json;
    }

    private static void put(ObjectNode json, WayFigures way) {
        json.put("rounds", way.rounds());
        json.put("parkedRounds", way.parkedRounds());
        for (Stage stage : Stage.values()) {
            if (way.has(stage)) {
                put(json.putObject(stage.key()), way.of(stage)).put("mean", way.mean(stage));
            }
        }
    }

    private static ObjectNode put(ObjectNode json, Percentiles values) {
        return json.put("p50", values.p50())
                .put("p90", values.p90())
                .put("p99", values.p99())
                .put("max", values.max());
    }

    private static void put(ObjectNode json, Sustained sustained) {
        json.put("threads", sustained.threads())
                .put("seconds", sustained.seconds())
                .put("forks", sustained.forks())
                .put("forksPerSecond", sustained.perSecond())
                .put("parkedPercent", sustained.parkedPercent());
    }

    private static void put(ObjectNode json, MemoryCost memory) {
        json.put("forks", memory.forks());
        put(json.putObject("parked"), memory.parked());
        put(json.putObject("working"), memory.working());
        json.put("parkedAvailableBytesEach", memory.availableEach());
    }

    private static void put(ObjectNode json, MemoryCost.PerFork fork) {
        json.put("clonePssBytes", fork.interpreter()).put("cellPssBytes", fork.cell());
    }

    private static void put(ObjectNode json, Scan scan) {
        switch (scan) {
            case Scan.Skipped skipped -> json.put("skipped", skipped.why());
            case Scan.Measured measured -> {
                json.put("what", measured.what()).put("rounds", measured.rounds());
                put(json.putObject("warmForkMs"), measured.warm());
                put(json.putObject("coldForkMs"), measured.cold())
                        .put("timesAsLong", measured.timesAsLong(measured.cold()));
                put(json.putObject("banditProcessMs"), measured.bandit())
                        .put("timesAsLong", measured.timesAsLong(measured.bandit()));
            }
        }
    }
}
