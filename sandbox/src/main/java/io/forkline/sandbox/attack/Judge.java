package io.forkline.sandbox.attack;

import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandResult.Exited;
import io.forkline.sandbox.CommandResult.Killed;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.CommandResult.StoppedAtLimit;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Judges by how a command ended and by its own word. That it found nothing outside is another's to say. */
final class Judge {

    private static final Duration LATE = Duration.ofSeconds(10);
    private static final int SHOWN = 300;

    private Judge() {}

    static Finding of(Attack attack, CommandResult result) {
        return switch (attack.expected()) {
            case Expected.Refusal refusal -> refused(refusal, result);
            case Expected.Stop stop -> stopped(attack, stop, result);
            case Expected.Exit exit -> exited(exit, result);
            case Expected.Unpacking unused ->
                result instanceof Exited exited && exited.exitCode() == 0
                        ? Finding.held("the archive was made")
                        : Finding.notHeld("it made no archive: " + describe(result));
        };
    }

    private static Finding refused(Expected.Refusal expected, CommandResult result) {
        var word = lastWord(result);
        if (word.isPresent()) {
            return word.get();
        }
        var met = EnumSet.noneOf(Limit.class);
        met.addAll(limits(result));
        met.retainAll(expected.limits());
        return met.isEmpty()
                ? Finding.notHeld("nothing shows that it was stopped: " + describe(result))
                : Finding.held(describe(result));
    }

    private static Finding stopped(Attack attack, Expected.Stop expected, CommandResult result) {
        var inTime = result.stages().ran().compareTo(attack.timeout().plus(LATE)) < 0;
        return result instanceof StoppedAtLimit stop && stop.limit() == expected.limit() && inTime
                ? Finding.held("ended after " + result.stages().ran().toMillis() + " ms")
                : Finding.notHeld(
                        describe(result) + " after " + result.stages().ran().toMillis() + " ms");
    }

    private static Finding exited(Expected.Exit expected, CommandResult result) {
        return result instanceof Exited exited && exited.exitCode() == expected.code()
                ? Finding.held("reported with exit status " + expected.code() + ", as it ended")
                : Finding.notHeld("it ended with " + expected.code() + " and was reported as: " + describe(result));
    }

    private static Optional<Finding> lastWord(CommandResult result) {
        return result.output()
                .stdout()
                .lines()
                .map(Judge::word)
                .flatMap(Optional::stream)
                .reduce((before, last) -> before.verdict() == Verdict.NOT_HELD ? before : last);
    }

    private static Optional<Finding> word(String line) {
        var parts = line.split(" ", 2);
        var text = parts.length > 1 ? shorten(parts[1]) : "";
        return switch (parts[0]) {
            case "held" -> Optional.of(Finding.held(text));
            case "escaped" -> Optional.of(Finding.notHeld(text));
            case "absent" -> Optional.of(Finding.notApplicable(text));
            default -> Optional.empty();
        };
    }

    private static Set<Limit> limits(CommandResult result) {
        return switch (result) {
            case Exited exited -> exited.hits();
            case StoppedAtLimit stopped -> Set.of(stopped.limit());
            case Killed killed -> Set.of();
        };
    }

    private static String describe(CommandResult result) {
        return switch (result) {
            case Exited exited ->
                "exit status " + exited.exitCode()
                        + (exited.hits().isEmpty() ? "" : " at the limit of " + exited.hits())
                        + ", stderr: "
                        + tail(exited.output().stderr());
            case StoppedAtLimit stopped -> "stopped at the limit of " + stopped.limit();
            case Killed killed -> "killed";
        };
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - SHOWN)).strip();
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
