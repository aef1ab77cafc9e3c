package io.forkline.cli.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.producer.ReplayRequest;
import io.forkline.schemas.record.PerspectiveReport;
import java.util.stream.Stream;

/** A replay as JSON. Field names are a promise to scripts. */
final class ReplayJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReplayJson() {}

    static ObjectNode of(ReplayRequest request, boolean published, Replaying replaying, Selection selection) {
        ObjectNode root = NODES.objectNode()
                .put("requestId", request.id())
                .put("published", published)
                .put("onlyFailed", request.onlyFailed());
        ArrayNode jobs = root.putArray("jobs");
        replaying.replayed().forEach(each -> jobs.add(job(each, request.onlyFailed())));
        ArrayNode refused = root.putArray("refused");
        Stream.concat(selection.refused().stream(), replaying.refused().stream())
                .forEach(each ->
                        refused.add(NODES.objectNode().put("what", each.what()).put("why", each.why())));
        selection.asked().forEach(root.putArray("asked")::add);
        selection.fine().forEach(root.putArray("nothingFailed")::add);
        return root;
    }

    private static ObjectNode job(Replayed replayed, boolean onlyFailed) {
        var answer = replayed.candidate().answer().value();
        ObjectNode node = NODES.objectNode()
                .put("jobId", replayed.candidate().job())
                .put("replayOf", replayed.candidate().run().run().toString())
                .put("status", answer.status().name())
                .put("submittedAt", answer.submittedAt().toString())
                .put("environment", answer.environment())
                .put("deadline", replayed.record().getDeadline().toString());
        ArrayNode running = node.putArray("perspectives");
        replayed.candidate().running(onlyFailed).forEach(running::add);
        ArrayNode reused = node.putArray("reused");
        replayed.record().getReplay().getReused().stream()
                .map(PerspectiveReport::getPerspective)
                .forEach(reused::add);
        replayed.submission()
                .ifPresent(at -> node.put("partition", at.partition()).put("offset", at.offset()));
        return node;
    }
}
