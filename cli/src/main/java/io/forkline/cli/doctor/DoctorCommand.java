package io.forkline.cli.doctor;

import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what this machine can do, and what to do about what it cannot. */
@Command(
        name = "doctor",
        description = {"Looks at what this machine can do, and says what to do about what it cannot.", ""},
        footer = {"", "Exit code 0 when jobs can run here, 1 when not."})
public final class DoctorCommand implements Callable<Integer> {

    private static final int NAME_WIDTH = 14;

    private final Terminal terminal;
    private final List<Check> checks;

    public DoctorCommand(Host host) {
        this(
                host.terminal(),
                List.of(
                        new JdkCheck(),
                        new ToolCheck("mvn", "the launcher builds with it, and `forkline up` fetches the registry"),
                        new ToolCheck("git", "targets that are git repositories need it"),
                        new PythonCheck(),
                        new NamespaceCheck(Path.of("/proc/sys")),
                        new OverlayCheck(),
                        new CgroupCheck(Path.of("/sys/fs/cgroup")),
                        new RunscCheck(host.env()),
                        new NetworkCheck(),
                        new LeadCheck(host.env()),
                        new SandboxCheck(),
                        new SnapshotsCheck(host),
                        new BrokerCheck()));
    }

    DoctorCommand(Terminal terminal, List<Check> checks) {
        this.terminal = terminal;
        this.checks = List.copyOf(checks);
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean works = true;
        for (Check check : checks) {
            Finding finding;
            try (Progress progress = new Progress(terminal)) {
                progress.now("looking at " + check.name());
                finding = check.look();
            }
            if (Thread.interrupted()) {
                // What it found is about the interrupt, not about the machine.
                throw new InterruptedException("interrupted while looking at " + check.name());
            }
            print(check.name(), finding);
            works &= !(finding instanceof Finding.Missing);
        }
        terminal.out().println();
        terminal.out().println(works ? "Jobs can run on this machine." : "Jobs cannot run on this machine yet.");
        return works ? ExitCode.COMPLETE : ExitCode.FAILED;
    }

    private void print(String name, Finding finding) {
        switch (finding) {
            case Finding.Good good -> line(terminal.paint(Ink.GREEN, "ok  "), name, good.found());
            case Finding.Lesser lesser -> {
                line(terminal.paint(Ink.YELLOW, "less"), name, lesser.found());
                remedy(lesser.remedy());
            }
            case Finding.Missing missing -> {
                line(terminal.paint(Ink.RED, "no  "), name, missing.found());
                remedy(missing.remedy());
            }
        }
    }

    private void line(String mark, String name, String found) {
        int indent = NAME_WIDTH + 6;
        List<String> lines = Text.wrap(Text.clean(found), terminal.columns() - indent);
        terminal.out().println(mark + "  " + Text.format("%-" + NAME_WIDTH + "s", name) + lines.getFirst());
        lines.stream().skip(1).forEach(line -> terminal.out().println(" ".repeat(indent) + line));
    }

    private void remedy(String remedy) {
        int indent = NAME_WIDTH + 6;
        Text.wrap("do: " + remedy, terminal.columns() - indent)
                .forEach(line -> terminal.out().println(" ".repeat(indent) + terminal.paint(Ink.CYAN, line)));
    }
}
