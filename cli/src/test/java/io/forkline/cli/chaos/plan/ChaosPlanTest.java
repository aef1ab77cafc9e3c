package io.forkline.cli.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosPlanTest {

    @Test
    void theSameSeedGivesTheSamePlan() {
        ChaosPlan plan = ChaosPlan.draw(40, 12, 7);
        ChaosPlan again = ChaosPlan.draw(40, 12, 7);

        assertThat(again.jobs()).isEqualTo(plan.jobs());
        assertThat(again.faults()).isEqualTo(plan.faults());
        assertThat(again.poison()).usingRecursiveComparison().isEqualTo(plan.poison());
    }

    @Test
    void anotherSeedGivesAnotherPlan() {
        ChaosPlan plan = ChaosPlan.draw(40, 12, 7);
        ChaosPlan other = ChaosPlan.draw(40, 12, 8);

        assertThat(other.jobs()).isNotEqualTo(plan.jobs());
        assertThat(other.faults()).isNotEqualTo(plan.faults());
    }

    @Test
    void fewerFaultsChangeNothingAboutTheJobs() {
        List<PlannedJob> with = ChaosPlan.draw(200, 5, 7).jobs();
        List<PlannedJob> without = ChaosPlan.draw(200, 0, 7).jobs();

        assertThat(without).isEqualTo(with);
    }

    @Test
    void eightKillsMeetEveryProcessAndEveryKindOfFault() {
        for (long seed = 0; seed < 20; seed++) {
            List<Fault> faults = ChaosPlan.draw(1, 8, seed).faults();
            Set<Target> killed = EnumSet.noneOf(Target.class);
            Set<Class<?>> kinds = new HashSet<>();
            for (Fault fault : faults) {
                kinds.add(fault.getClass());
                if (fault instanceof Fault.Kill kill) {
                    killed.add(kill.target());
                }
            }
            assertThat(killed).as("seed %s", seed).containsExactlyInAnyOrder(Target.values());
            assertThat(kinds).as("seed %s", seed).hasSize(4);
        }
    }

    @Test
    void allHappensInTheSpan() {
        ChaosPlan plan = ChaosPlan.draw(200, 30, 1);

        assertThat(plan.kills()).isEqualTo(30);
        assertThat(plan.faults())
                .extracting(Fault::at)
                .allMatch(at -> at.compareTo(plan.span()) <= 0)
                .isSorted();
        assertThat(plan.jobs()).extracting(PlannedJob::at).allMatch(at -> at.compareTo(plan.span()) < 0);
        assertThat(plan.span()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void whatProducersDoWrongIsAmongManyJobs() {
        List<PlannedJob> jobs = ChaosPlan.draw(300, 0, 1).jobs();

        assertThat(jobs).anyMatch(job -> job.twice().isPresent());
        assertThat(jobs).anyMatch(job -> job.reusedAt().isPresent());
        assertThat(jobs)
                .anyMatch(job -> job.cancel().filter(Duration::isNegative).isPresent());
        assertThat(jobs).anyMatch(PlannedJob::stray);
        assertThat(jobs).anyMatch(job -> job.json() && job.twice().isPresent());
        assertThat(jobs).anyMatch(job -> job.deadline().compareTo(Duration.ofSeconds(8)) <= 0);
        assertThat(jobs).extracting(PlannedJob::tenant).contains("red", "green", "blue", "default");
    }

    @Test
    void environmentsAreWrittenWithTheCanaryInThem(@TempDir Path folder) throws Exception {
        List<String> names = ChaosPlan.draw(400, 0, 1).environments();

        ChaosEnvironments.write(folder, names, Path.of("/canary"));

        assertThat(names).hasSize(4);
        assertThat(folder.resolve("warm-0/environment.yaml"))
                .content()
                .contains("name: \"warm-0\"", "\"/canary\"")
                .doesNotContain("{{");
        assertThat(folder.resolve("cold-1/environment.yaml")).content().contains("name: \"cold-1\"");
        assertThat(allFiles(folder)).hasSize(12);
    }

    private static List<Path> allFiles(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
