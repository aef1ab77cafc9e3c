package io.forkline.cli.chaos.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chance, drawn from a seed. Each concern has dice of its own, so that what one of them asks more or less of changes nothing for the others. For one
 * thread.
 */
public final class Dice {

    private final RandomGenerator random;

    private Dice(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** The dice of one concern, the same for the same seed. */
    public static Dice of(long seed, String concern) {
        return new Dice(seed * 31 + concern.hashCode());
    }

    /** Whether something happens that happens so often in a hundred times. */
    public boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** A number from {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** A time in milliseconds from {@code least} to {@code most}. */
    public Duration between(Duration least, Duration most) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }

    /** One of these. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A time now and then, nothing else. */
    Optional<Duration> sometimes(int percent, Duration least, Duration most) {
        boolean happens = percent(percent);
        Duration time = between(least, most);
        return happens ? Optional.of(time) : Optional.empty();
    }

    /** These bytes, of any value. */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    RandomGenerator generator() {
        return random;
    }
}
