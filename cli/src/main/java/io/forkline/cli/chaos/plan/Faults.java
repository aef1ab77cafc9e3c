package io.forkline.cli.chaos.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Draws the faults. Their moments are anywhere in the span; what they are is dealt from a shuffled deck, so that a run of eight kills has met every
 * process, and a longer one each as often.
 */
final class Faults {

    private static final Duration MOST_DOWN = Duration.ofSeconds(3);
    /** Beyond the lock of the share groups and the sessions of the chaos cluster. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(14);
    private static final int KILLS_FOR_AN_OUTAGE = 5;

    private enum Card {
        KILL_BROKER,
        KILL_SNAPSHOT_SERVICE,
        KILL_WORKER,
        KILL_OTHER_WORKER,
        KILL_AGGREGATOR,
        KILL_SERVICES,
        PAUSE,
        PAUSE_AGAIN
    }

    private Faults() {}

    /** As many kills and pauses as asked for, and outages of the registry beside them, by their time. */
    static List<Fault> draw(int kills, Duration span, Dice dice) {
        List<Fault> faults = new ArrayList<>();
        Deque<Card> deck = new ArrayDeque<>();
        for (int kill = 0; kill < kills; kill++) {
            if (deck.isEmpty()) {
                deck.addAll(shuffled(dice));
            }
            faults.add(fault(deck.pop(), moment(span, dice), dice));
        }
        for (int outage = 0; outage < kills / KILLS_FOR_AN_OUTAGE; outage++) {
            faults.add(new Fault.RegistryAway(
                    moment(span, dice), dice.between(Duration.ofSeconds(2), Duration.ofSeconds(6))));
        }
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }

    private static List<Card> shuffled(Dice dice) {
        List<Card> cards = new ArrayList<>(List.of(Card.values()));
        Collections.shuffle(cards, Random.from(dice.generator()));
        return cards;
    }

    /** Not at the very begin, when nothing is under way. */
    private static Duration moment(Duration span, Dice dice) {
        return dice.between(span.dividedBy(20), span);
    }

    private static Fault fault(Card card, Duration at, Dice dice) {
        Duration down = dice.between(Duration.ZERO, MOST_DOWN);
        return switch (card) {
            case KILL_BROKER -> new Fault.Kill(at, Target.BROKER, down);
            case KILL_SNAPSHOT_SERVICE -> new Fault.Kill(at, Target.SNAPSHOT_SERVICE, down);
            case KILL_WORKER -> new Fault.Kill(at, Target.FORK_WORKER_1, down);
            case KILL_OTHER_WORKER -> new Fault.Kill(at, Target.FORK_WORKER_2, down);
            case KILL_AGGREGATOR -> new Fault.Kill(at, Target.AGGREGATOR, down);
            case KILL_SERVICES -> new Fault.KillServices(at, down);
            case PAUSE, PAUSE_AGAIN ->
                new Fault.Pause(at, dice.oneOf(List.of(Target.values())), dice.between(SHORTEST_PAUSE, LONGEST_PAUSE));
        };
    }
}
