package io.forkline.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsMissingComesWithItsRemedyAndFails() throws Exception {
        TestHost host = new TestHost(folder);

        int exitCode = doctor(host, new Finding.Good("there"), new Finding.Missing("not there", "install it"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(host.out()).contains("no    thing").contains("not there").contains("do: install it");
    }

    @Test
    void whatWorksWithLessDoesNotFail() throws Exception {
        TestHost host = new TestHost(folder);

        int exitCode = doctor(host, new Finding.Lesser("not writable", "delegate one"));

        assertThat(exitCode).isZero();
        assertThat(host.out()).contains("do: delegate one").contains("Jobs can run on this machine.");
    }

    @Test
    void cgroupsAreToldApart() throws Exception {
        Path unified = Files.createDirectory(folder.resolve("v2"));
        Files.createFile(unified.resolve("cgroup.controllers"));
        Path none = Files.createDirectory(folder.resolve("none"));

        assertThat(new CgroupCheck(unified).look()).isEqualTo(new Finding.Good("v2, writable"));
        assertThat(new CgroupCheck(none).look()).isInstanceOf(Finding.Lesser.class);
    }

    @Test
    void aProgramThatIsNotThereIsNamedWithWhatNeedsIt() throws Exception {
        assertThat(new ToolCheck("no-such-program-here", "targets need it").look())
                .isEqualTo(new Finding.Lesser("not on the PATH", "install no-such-program-here: targets need it"));
    }

    @Test
    void theStoreIsShownWithItsBudget() {
        assertThat(new SnapshotsCheck(new TestHost(folder).host()).look())
                .isEqualTo(new Finding.Good("0 snapshots, 0 B of 20 GiB in " + folder));
    }

    @Test
    void runscThatIsNotThereIsNeededByItsEnvironmentsOnly() throws Exception {
        Finding found = new RunscCheck(Map.of("FORKLINE_RUNSC", "/nowhere/runsc")).look();

        assertThat(found).isInstanceOf(Finding.Lesser.class);
        assertThat(found.found()).contains("isolation: gvisor");
        assertThat(((Finding.Lesser) found).remedy()).contains("/nowhere/runsc").contains("apt install runsc");
    }

    private static int doctor(TestHost host, Finding... findings) throws Exception {
        List<Check> checks =
                List.of(findings).stream().<Check>map(DoctorCommandTest::check).toList();
        return new DoctorCommand(host.host().terminal(), checks).call();
    }

    private static Check check(Finding finding) {
        return new Check() {
            @Override
            public String name() {
                return "thing";
            }

            @Override
            public Finding look() {
                return finding;
            }
        };
    }
}
