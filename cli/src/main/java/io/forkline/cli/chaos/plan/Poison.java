package io.forkline.cli.chaos.plan;

import io.forkline.schemas.topic.ForklineTopic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws poison for the topics that services read: neither Avro nor JSON, an id that the registry does not know, and a record cut short. */
final class Poison {

    private static final int JOBS_FOR_EACH = 10;
    private static final int UNKNOWN_SCHEMA = 1_000_000;
    private static final int KNOWN_SCHEMA = 1;

    private static final List<ForklineTopic> TOPICS = List.of(
            ForklineTopic.JOBS,
            ForklineTopic.FORK_TASKS,
            ForklineTopic.REPORTS,
            ForklineTopic.PLANS,
            ForklineTopic.LEAD_TASKS,
            ForklineTopic.VERDICTS,
            ForklineTopic.CONTROLS,
            ForklineTopic.SNAPSHOT_REQUESTS,
            ForklineTopic.SNAPSHOTS,
            ForklineTopic.TARGETS,
            ForklineTopic.RESULTS,
            ForklineTopic.PLANNER_EVENTS,
            ForklineTopic.JOBS_JSON);

    private Poison() {}

    /** One for each topic, and more with many jobs. */
    static List<PlannedPoison> draw(int jobs, Duration span, Dice dice) {
        List<PlannedPoison> poison = new ArrayList<>();
        for (int number = 0; number < Math.max(TOPICS.size(), jobs / JOBS_FOR_EACH); number++) {
            ForklineTopic topic = TOPICS.get(number % TOPICS.size());
            byte[] key = ("poison-" + number).getBytes(StandardCharsets.UTF_8);
            poison.add(new PlannedPoison(dice.between(Duration.ZERO, span), topic, key, value(number, dice)));
        }
        poison.sort(Comparator.comparing(PlannedPoison::at));
        return poison;
    }

    private static byte[] value(int number, Dice dice) {
        return switch (dice.between(0, 2)) {
            case 0 -> ("no Avro, number " + number).getBytes(StandardCharsets.UTF_8);
            case 1 -> framed(UNKNOWN_SCHEMA + number, dice.bytes(dice.between(0, 64)));
            // a length that no text of this size has
            default -> framed(KNOWN_SCHEMA, new byte[] {(byte) 0xfe, 0x7f, (byte) number});
        };
    }

    private static byte[] framed(int schema, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(schema)
                .put(body)
                .array();
    }
}
