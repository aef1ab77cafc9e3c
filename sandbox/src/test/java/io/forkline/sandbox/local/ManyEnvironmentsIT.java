package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManyEnvironmentsIT {

    private static final int ENVIRONMENTS = 24;

    /** Each takes some ten of the supervisor's descriptors: their numbers pass all that a keeper is started with. */
    @Test
    void environmentsStartHoweverManyDescriptorsTheSupervisorHolds() throws Exception {
        try (var directory = TestDirectory.create();
                var provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")), Parking.NONE)) {
            var alive = new ArrayList<Sandbox>();
            for (var number = 0; number < ENVIRONMENTS; number++) {
                var folder = directory.resolve("environment-" + number);
                var snapshot = provider.prepare(
                        Specs.in(folder).kind(SnapshotKind.FILESYSTEM).spec(), BuildListener.SILENT);
                alive.add(provider.fork(snapshot, ForkOptions.of(snapshot)));
            }

            for (var sandbox : alive) {
                var result = sandbox.run(Command.of(List.of("echo", "here"), Map.of(), Duration.ofSeconds(30)));
                assertThat(result.output().stdout()).isEqualTo("here\n");
            }
        }
    }
}
