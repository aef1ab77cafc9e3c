package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.START;
import static io.forkline.aggregator.Samples.plan;
import static io.forkline.aggregator.Samples.retryable;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.row.RunRow;
import io.forkline.aggregator.run.Done;
import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.RunState;
import io.forkline.aggregator.run.Unplanned;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.serde.StateCodec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RunRowsTest {

    private final RunRows rows = new RunRows();
    private final StateCodec<RunRow> codec = new StateCodec<>(RunRow.class);

    @ParameterizedTest
    @MethodSource("states")
    void stateIsReadAsItWasWritten(RunState state) {
        byte[] stored = codec.encode(rows.row(state));

        assertThat(rows.state(codec.decode(stored), () -> plan())).isEqualTo(state);
    }

    static Stream<RunState> states() {
        return Stream.of(
                new Unplanned(START, Optional.empty()),
                new Unplanned(START, Optional.of("cancelled by ada")),
                new Joining(plan(), 1, true),
                new Leading(plan(), 1, Optional.empty(), List.of(), Optional.empty()),
                new Leading(
                        plan(),
                        2,
                        Optional.of(START),
                        List.of("job-1/1/Tests"),
                        Optional.of(retryable(2, START.plusSeconds(3)))),
                new Done(ResultStatus.PARTIAL, START));
    }
}
