package io.forkline.broker;

import java.time.Duration;

/**
 * What a broker allows its share groups.
 *
 * @param shortestLock the shortest acquisition lock a group may ask for, 1 s to 30 s
 * @param longestLock the longest acquisition lock a group may ask for, 30 s to 1 h
 * @param mostMembers members of a group, 1 to 1000; each slot of each worker is one
 * @param session how long a member may be silent until it is one no more, 1 s to 45 s
 */
public record ShareGroupLimits(Duration shortestLock, Duration longestLock, int mostMembers, Duration session) {

    private static final Duration MOST_OF_A_SESSION = Duration.ofSeconds(45);
    /** As many as Kafka allows; its default of 200 is one worker with all the slots that one may have. */
    private static final int MOST_OF_MEMBERS = 1_000;

    /** Kafka's own, but for the members: as many as there may be. */
    public static final ShareGroupLimits DEFAULT =
            new ShareGroupLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), MOST_OF_MEMBERS, MOST_OF_A_SESSION);

    public ShareGroupLimits {
        requireBetween("shortest lock", shortestLock, Duration.ofSeconds(1), Duration.ofSeconds(30));
        requireBetween("longest lock", longestLock, Duration.ofSeconds(30), Duration.ofHours(1));
        requireBetween("session of share groups", session, Duration.ofSeconds(1), MOST_OF_A_SESSION);
        if (mostMembers < 1 || mostMembers > MOST_OF_MEMBERS) {
            throw new IllegalArgumentException(
                    "the broker's share groups have at most " + mostMembers + " members; use 1 to " + MOST_OF_MEMBERS);
        }
    }

    /** The same with shorter locks, as tests do with them. */
    public ShareGroupLimits withShortestLock(Duration newShortestLock) {
        return new ShareGroupLimits(newShortestLock, longestLock, mostMembers, session);
    }

    /** The same with smaller groups, as a test needs to fill one. */
    public ShareGroupLimits withMostMembers(int newMostMembers) {
        return new ShareGroupLimits(shortestLock, longestLock, newMostMembers, session);
    }

    /** The same, where a silent member is sooner taken for gone. */
    public ShareGroupLimits withSession(Duration newSession) {
        return new ShareGroupLimits(shortestLock, longestLock, mostMembers, newSession);
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("the broker's " + name + " is " + value.toMillis() + " ms; use "
                    + least.toMillis() + " to " + most.toMillis() + " ms");
        }
    }
}
