package io.forkline.cli.replay;

import static io.forkline.cli.history.Records.BEGIN;
import static io.forkline.cli.history.Records.at;
import static io.forkline.cli.history.Records.planned;
import static io.forkline.cli.history.Records.rejected;
import static io.forkline.cli.history.Records.replay;
import static io.forkline.cli.history.Records.reported;
import static io.forkline.cli.history.Records.requested;
import static io.forkline.cli.history.Records.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.history.History;
import io.forkline.cli.history.Position;
import io.forkline.cli.history.Records;
import io.forkline.cli.history.Records.Placed;
import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The job of these records is asked for at partition 3, offset 5, and its first run has one report of two. */
class SelectionTest {

    private static final ReplayFilter ANY = filter(Set.of(), OptionalLong.empty(), OptionalLong.empty());
    private static final PerspectiveReport SECURITY = reported(1, "Security", 1, ReportOutcome.OK);
    private static final PerspectiveReport STRUCTURE = reported(1, "Structure", 1, ReportOutcome.OK);
    private static final List<Placed> PARTIAL =
            List.of(requested(5), planned(6, 1, 5), result(7, 1, 5, ResultStatus.PARTIAL, SECURITY));

    @Test
    void theLatestResultIsReplayedAsItsJobAsksFor() {
        Selection selection = select(onlyIds("build-42"), PARTIAL);

        assertThat(selection.candidates()).singleElement().satisfies(candidate -> {
            assertThat(candidate.job()).isEqualTo("build-42");
            assertThat(candidate.run().run()).hasToString("build-42/1");
            assertThat(candidate.running(false)).containsExactly("Security", "Structure");
            assertThat(candidate.running(true)).containsExactly("Structure");
        });
    }

    @Test
    void rangesHoldTheirBounds() {
        assertThat(select(offsets(5, 5), PARTIAL).candidates()).hasSize(1);
        assertThat(select(offsets(4, 6), PARTIAL).candidates()).hasSize(1);
        assertThat(select(offsets(6, 9), PARTIAL).isEmpty()).isTrue();
        assertThat(select(offsets(0, 4), PARTIAL).isEmpty()).isTrue();
        assertThat(select(times(5, 5), PARTIAL).candidates()).hasSize(1);
        assertThat(select(times(6, 9), PARTIAL).isEmpty()).isTrue();
        assertThat(select(times(1, 4), PARTIAL).isEmpty()).isTrue();
        assertThat(select(partition(3), PARTIAL).candidates()).hasSize(1);
        assertThat(select(partition(2), PARTIAL).isEmpty()).isTrue();
    }

    @Test
    void filtersNarrowEachOther() {
        assertThat(select(status(ANY, ResultStatus.PARTIAL), PARTIAL).candidates())
                .hasSize(1);
        assertThat(select(status(ANY, ResultStatus.FAILED), PARTIAL).isEmpty()).isTrue();
        assertThat(select(status(offsets(0, 4), ResultStatus.PARTIAL), PARTIAL).isEmpty())
                .isTrue();
        assertThat(select(onlyIds("other"), PARTIAL).candidates()).isEmpty();
    }

    @Test
    void whereNothingFailedThereIsNothingToDo() {
        List<Placed> complete =
                List.of(requested(5), planned(6, 1, 5), result(7, 1, 5, ResultStatus.COMPLETE, SECURITY, STRUCTURE));

        Selection selection = select(onlyFailed(), complete);

        assertThat(selection.candidates()).isEmpty();
        assertThat(selection.refused()).isEmpty();
        assertThat(selection.fine()).containsExactly("build-42");
        assertThat(select(onlyFailed(), PARTIAL).candidates()).hasSize(1);
    }

    @Test
    void aRunThatWasTurnedDownMayBeReplayedWhole() {
        List<Placed> turnedDown = List.of(requested(5), rejected(6, 1, 5, false), result(7, 1, 5, ResultStatus.FAILED));

        assertThat(select(onlyFailed(), turnedDown).candidates())
                .singleElement()
                .satisfies(candidate -> assertThat(candidate.running(true)).contains("Security", "Structure"));
    }

    @Test
    void anOpenRunIsRefused() {
        List<Placed> open = new ArrayList<>(PARTIAL);
        open.addAll(List.of(replay(8, "earlier"), planned(9, 2, 8)));

        assertThat(select(onlyIds("build-42"), open).refused())
                .containsExactly(new Refused(
                        "job build-42",
                        "its run build-42/2 is open, until " + BEGIN.plusSeconds(600)
                                + " at the latest; wait for its result, or cancel it"));
    }

    @Test
    void whatIsNotPlannedYetIsRefused() {
        List<Placed> asked = new ArrayList<>(PARTIAL);
        asked.add(replay(8, "earlier"));

        assertThat(reasons(select(onlyIds("build-42"), asked)))
                .containsExactly("a further run of it is asked for already, and not planned yet");
        assertThat(reasons(select(onlyIds("build-42"), List.of(requested(5)))))
                .singleElement()
                .asString()
                .contains("it is not planned yet", "the dead letters say so");
    }

    @Test
    void theSameRequestHasNothingMoreToDo() {
        List<Placed> asked = new ArrayList<>(PARTIAL);
        asked.add(replay(8, "again"));

        Selection selection = select(onlyIds("build-42"), asked);

        assertThat(selection.asked()).containsExactly("build-42");
        assertThat(selection.candidates()).isEmpty();
        assertThat(selection.refused()).isEmpty();
    }

    @Test
    void aRecordOfOtherContentIsNotThatJob() {
        List<Placed> reused = List.of(
                requested(5),
                planned(6, 1, 5),
                at(
                        "results",
                        7,
                        Records.answered(1, 5, ResultStatus.PARTIAL, SECURITY)
                                .setContentHash(JobContent.hash(Records.job().build()))
                                .build()),
                at("jobs", 9, Records.job().setPriority(7).build()));

        assertThat(select(offsets(5, 5), reused).candidates()).hasSize(1);
        assertThat(reasons(select(offsets(9, 9), reused)))
                .singleElement()
                .asString()
                .contains("forkline.jobs 3@9 asks for something else than build-42/1");
    }

    @Test
    void whatIsNoJobIsNamedWhereItsPlaceIsMeant() {
        History history = Records.history(PARTIAL);
        history.addUnreadableJob("cut short", new Position("forkline.jobs", 3, 6, BEGIN));

        assertThat(Selection.of(history, offsets(6, 6), "again").refused())
                .containsExactly(new Refused(
                        "record forkline.jobs 3@6", "nobody can read it (cut short), so it is among the dead letters"));
        assertThat(Selection.of(history, onlyFailed(), "again").refused()).isEmpty();
        assertThat(Selection.of(history, onlyIds("nobody"), "again").refused())
                .containsExactly(new Refused("job nobody", "there is no such job in the topics"));
    }

    private static Selection select(ReplayFilter filter, List<Placed> records) {
        return Selection.of(Records.history(records), filter, "again");
    }

    private static List<String> reasons(Selection selection) {
        return selection.refused().stream().map(Refused::why).toList();
    }

    private static ReplayFilter onlyIds(String id) {
        return filter(Set.of(id), OptionalLong.empty(), OptionalLong.empty());
    }

    private static ReplayFilter offsets(long first, long last) {
        return filter(Set.of(), OptionalLong.of(first), OptionalLong.of(last));
    }

    private static ReplayFilter filter(Set<String> jobs, OptionalLong first, OptionalLong last) {
        return new ReplayFilter(
                jobs, OptionalInt.empty(), first, last, Optional.empty(), Optional.empty(), Set.of(), false);
    }

    private static ReplayFilter partition(int partition) {
        return new ReplayFilter(
                Set.of(),
                OptionalInt.of(partition),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false);
    }

    private static ReplayFilter times(long from, long to) {
        return new ReplayFilter(
                Set.of(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.of(BEGIN.plusSeconds(from)),
                Optional.of(BEGIN.plusSeconds(to)),
                Set.of(),
                false);
    }

    private static ReplayFilter status(ReplayFilter filter, ResultStatus status) {
        return new ReplayFilter(
                filter.jobs(),
                filter.partition(),
                filter.firstOffset(),
                filter.lastOffset(),
                filter.from(),
                filter.to(),
                Set.of(status),
                filter.onlyFailed());
    }

    private static ReplayFilter onlyFailed() {
        return new ReplayFilter(
                Set.of(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                true);
    }
}
