package io.forkline.cli.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a chaos run did and what came of it, for programs. */
final class ChaosJson {

    private ChaosJson() {}

    static String text(ChaosOutcome outcome) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("seed", outcome.plan().seed())
                .put("jobs", outcome.plan().jobs().size())
                .put("kills", outcome.plan().kills())
                .put("command", outcome.command())
                .put("kept", outcome.isKept())
                .put("tookMs", outcome.took().toMillis())
                .put("results", outcome.statuses())
                .put("lateResults", outcome.lateness().late())
                .put("latestMs", outcome.lateness().worst().toMillis());
        ArrayNode faults = root.putArray("faults");
        outcome.faults()
                .forEach(done -> faults.addObject()
                        .put("atMs", done.at().toMillis())
                        .put("plannedMs", done.fault().at().toMillis())
                        .put("what", done.fault().text()));
        ArrayNode guarantees = root.putArray("guarantees");
        outcome.judged().forEach(judged -> {
            ObjectNode node = guarantees.addObject();
            node.put("name", judged.name())
                    .put("promise", judged.promise())
                    .put("seen", judged.evidence())
                    .put("kept", judged.isKept());
            judged.violations().forEach(node.putArray("violations")::add);
        });
        return root.toPrettyString();
    }
}
