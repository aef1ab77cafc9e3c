package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When an environment gets another nest and when one goes, by a clock that is ours. {@link SeveralNestsIT} has real ones. */
class NestGrowthTest {

    private static final String BEGIN = """
            import sys
            sys.path.insert(0, sys.argv[1])
            from _forkline.failures import Refused
            from _forkline.nests import Nests

            class Moment:
                def __init__(self, at, callback):
                    self.at, self.callback = at, callback
                def cancel(self):
                    self.callback = None

            class Loop:
                now, moments = 0.0, []
                def after(self, seconds, callback):
                    self.moments.append(Moment(self.now + seconds, callback))
                    return self.moments[-1]
                def go_on(self, seconds):
                    end = self.now + seconds
                    while due := [each for each in self.moments if each.at <= end and each.callback]:
                        first = min(due, key=lambda each: each.at)
                        self.now = first.at
                        self.moments.remove(first)
                        first.callback()
                    self.now = end

            class Nest:
                def __init__(self):
                    self.load, self.used, self.ended = 0, False, False
                def stop(self):
                    if not self.ended:
                        self.ended = True
                        nests.ending(self)

            made, room = [], True

            def start(is_first):
                if not room:
                    raise Refused("no room")
                made.append(Nest())
                return made[-1]

            loop = Loop()
            nests = Nests(loop, 3, start, lambda nest: nest.load, lambda nest: nest.used)
            one = nests.start_first()
            nests.ready(one)

            def crowd(seconds, load=9):
                "One asks ten times a second, and finds so many in the making everywhere."
                for _ in range(round(seconds * 10)):
                    for nest in made:
                        nest.load = load
                    nests.choose()
                    loop.go_on(0.1)
                for nest in made:
                    nest.load = 0

            def with_two():
                crowd(1.2)
                nests.ready(made[1])
                return made[1]
            """;

    @Test
    void anotherIsStartedWhenForksHaveWaitedForASecondAndNoSooner() throws Exception {
        assertThat(python("""
                crowd(0.9)
                print(len(made))
                loop.go_on(5)
                crowd(1.2)
                print(len(made))
                """)).isEqualTo("1 2");
    }

    @Test
    void noneIsStartedWhileSomebodyFindsRoomNowAndThen() throws Exception {
        assertThat(python("""
                for _ in range(20):
                    crowd(0.9)
                    nests.choose()
                print(len(made))
                """)).isEqualTo("1");
    }

    @Test
    void oneStartsAtATimeAndNoMoreThanTheMost() throws Exception {
        assertThat(python("""
                crowd(5)
                print(len(made))
                nests.ready(made[1])
                crowd(5)
                print(len(made))
                nests.ready(made[2])
                crowd(5)
                print(len(made))
                """)).isEqualTo("2 3 3");
    }

    @Test
    void forksGoToTheFirstUntilItIsBusyAndThenToTheLeastBusy() throws Exception {
        assertThat(python("""
                two = with_two()
                def chosen(load_of_one, load_of_two):
                    one.load, two.load = load_of_one, load_of_two
                    return made.index(nests.choose())
                print(chosen(0, 0), chosen(3, 0), chosen(4, 0), chosen(9, 8), chosen(9, 9))
                """)).isEqualTo("0 0 1 1 0");
    }

    @Test
    void oneThatNobodyNeedsForHalfAMinuteEndsAndTheFirstStays() throws Exception {
        assertThat(python("""
                two = with_two()
                loop.go_on(200)
                print(two.ended, one.ended)
                nests.gone(two, "")
                crowd(1.2)
                print(len(made))
                """)).isEqualTo("True False 3");
    }

    @Test
    void oneOfWhichSomebodyHasAForkStays() throws Exception {
        assertThat(python("""
                two = with_two()
                two.used = True
                loop.go_on(200)
                print(two.ended)
                two.used = False
                loop.go_on(31)
                print(two.ended)
                """)).isEqualTo("False True");
    }

    @Test
    void oneThatDoesNotStartIsTriedAgainAfterAMinute() throws Exception {
        assertThat(python("""
                crowd(1.2)
                print(nests.gone(made[1], "no module \\x1b[31m"))
                crowd(50)
                print(len(made))
                crowd(20)
                print(len(made))
                """)).isEqualTo("forkline: another zygote does not start: 'no module \\x1b[31m' True 2 3");
    }

    @Test
    void oneThatThereIsNoRoomForIsTriedAgainAfterAMinute() throws Exception {
        assertThat(python("""
                room = False
                crowd(50)
                print(len(made))
                room = True
                crowd(20)
                print(len(made))
                """)).isEqualTo("forkline: another zygote does not start: 'no room' 1 2");
    }

    @Test
    void whenTheFirstHasEndedTheOtherIsTheFirst() throws Exception {
        assertThat(python("""
                two = with_two()
                one.stop()
                print(nests.gone(one, ""), nests.choose() is two)
                loop.go_on(200)
                print(two.ended)
                """)).isEqualTo("True True False");
    }

    @Test
    void withTheLastThatIsReadyEndsOneThatStarts() throws Exception {
        assertThat(python("""
                crowd(1.2)
                one.stop()
                print(made[1].ended, nests.gone(made[1], ""), nests.gone(one, ""))
                try:
                    nests.choose()
                except Refused as refused:
                    print(refused.retryable)
                """)).isEqualTo("True True False True");
    }

    /** What it prints, on one line. */
    private static String python(String code) throws Exception {
        var python = new ProcessBuilder("python3", "-B", "-c", BEGIN + code, SystemCalls.PROGRAMS.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return said.strip().replace('\n', ' ');
    }
}
