package io.forkline.cli.doctor;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.report.JsonOutput;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine can do, and what to do about what it cannot. */
@Command(
        name = "doctor",
        description = {"Looks at what this machine can do, and says what to do about what it cannot.", ""},
        footer = {
            "",
            "With --attack: makes the attempts of the escape battery, over a hundred, each as hostile code in a real fork, and",
            "says what stopped it. It takes about a minute. Bombs among them load the machine as far as a fork may; those that do",
            "no harm then are run without a sandbox first, which shows that they would get through.",
            "",
            "Exit code 0 when jobs can run here (with --attack: when every attempt was held), 1 when not.",
            "",
            "Examples:",
            "  forkline doctor",
            "  forkline doctor --attack --json attacks.json"
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final int NAME_WIDTH = 14;

    private final Terminal terminal;
    private final List<Check> checks;

    @Option(names = "--attack", description = "Try to break out of forks, and say what held.")
    private boolean attack;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "With --attack: where all attempts go as JSON; - for standard output.")
    private @Nullable String json;

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
    public Integer call() throws IOException, SandboxException, InterruptedException {
        JsonOutput output = new JsonOutput(json);
        if (json != null && !attack) {
            throw CommandException.usage("--json is for the attempts of --attack; give both");
        }
        output.check();
        return attack ? attack(output) : look();
    }

    private int attack(JsonOutput output) throws IOException, SandboxException, InterruptedException {
        AttackReport report = new AttackRun(terminal).run();
        if (!output.takesStdout()) {
            report.lines(terminal).forEach(terminal.out()::println);
        }
        output.write(report.json(), "Every attempt is in ", terminal);
        return report.allHeld() ? ExitCode.COMPLETE : ExitCode.FAILED;
    }

    private int look() throws InterruptedException {
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
