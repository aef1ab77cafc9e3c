package io.forkline.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.health.PartHealth;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is answered to one question.
 *
 * @param isUp whether the answer is yes
 * @param parts what it was made of
 */
record HealthAnswer(boolean isUp, List<PartHealth> parts) {

    /** Whether tasks and records are taken: every part works. */
    static HealthAnswer ready(List<PartHealth> parts) {
        return of(parts, condition -> condition instanceof Condition.Working);
    }

    /** Whether a restart would help nobody: no part is stuck. */
    static HealthAnswer live(List<PartHealth> parts) {
        return of(parts, condition -> !(condition instanceof Condition.Stuck));
    }

    private static HealthAnswer of(List<PartHealth> parts, Predicate<Condition> isWell) {
        return new HealthAnswer(parts.stream().map(PartHealth::condition).allMatch(isWell), parts);
    }

    int status() {
        return isUp ? 200 : 503;
    }

    JsonNode json() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", isUp ? "UP" : "DOWN");
        ArrayNode all = answer.putArray("parts");
        for (PartHealth part : parts) {
            ObjectNode one = all.addObject().put("part", part.part());
            switch (part.condition()) {
                case Condition.Working working -> one.put("condition", "working");
                case Condition.Waiting waiting ->
                    one.put("condition", "waiting").put("for", waiting.what());
                case Condition.Stuck stuck -> one.put("condition", "stuck").put("why", stuck.why());
            }
        }
        return answer;
    }
}
