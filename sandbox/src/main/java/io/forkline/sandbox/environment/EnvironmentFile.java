package io.forkline.sandbox.environment;

import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.SnapshotKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code environment.yaml} says, every value within its range. The keys are documented in {@code environments/README.md}. */
record EnvironmentFile(
        String name,
        SnapshotKind kind,
        Setup setup,
        List<String> verify,
        List<String> preload,
        SandboxLimits limits,
        NetworkAccess network,
        List<String> secrets,
        Isolation isolation,
        List<Perspective> perspectives,
        Optional<String> leadInstructions) {

    private static final Form NAME = new Form(
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}"),
            "a name of lower-case letters, digits, dots, dashes and underscores, from 1 to 63 of them");
    private static final Form PERSPECTIVE = new Form(
            Pattern.compile("(?!sequential$)[A-Za-z][A-Za-z0-9_-]{0,62}"),
            "a name of letters, digits, dashes and underscores, from 1 to 63 of them, and not \"sequential\"");
    private static final Form MODULE = new Form(
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*"),
            "the dotted name of a Python module");
    /** Not what every process in a sandbox has, nor what decides which program or library is run. */
    private static final Form SECRET = new Form(
            Pattern.compile(
                    "(?!(?:PERSPECTIVE|TARGET|HOME|LANG|LOGNAME|PATH|TZ|USER)$|LC_|LD_|PYTHON)[A-Z][A-Z0-9_]{0,62}"),
            "the name of a variable: capital letters, digits and underscores, from 1 to 63 of them, and none that"
                    + " Forkline sets itself");

    private static final Form COMMAND = new Form(Pattern.compile("(?s).*\\S.*"), "text that is not blank");

    private static final Range<Duration> TIMEOUT = new Range<>(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Range<Long> MEMORY = new Range<>(16 * Sizes.MIB, 64 * Sizes.GIB);
    private static final Range<Long> DISK = new Range<>(Sizes.MIB, 64 * Sizes.GIB);
    private static final Range<Double> CPUS = new Range<>(0.1, 256.0);
    private static final Range<Integer> PROCESSES = new Range<>(1, 4096);
    private static final Range<Integer> OPEN_FILES = new Range<>(16, 1 << 20);
    private static final Range<Long> FILE_SIZE = new Range<>(4 * Sizes.KIB, 64 * Sizes.GIB);
    private static final Range<Long> OUTPUT = new Range<>(Sizes.KIB, Sizes.GIB);

    static EnvironmentFile read(Path file) throws EnvironmentException {
        Section top = Section.read(file);
        EnvironmentFile described = new EnvironmentFile(
                top.text("name", NAME),
                top.choice("kind", SnapshotKind.MEMORY, SnapshotKind.values()),
                setup(top.section("setup")),
                top.texts("verify", COMMAND),
                top.texts("preload", MODULE),
                limits(top.section("limits")),
                AllowList.read(top),
                top.texts("secrets", SECRET),
                isolation(top.section("isolation", "provider")),
                perspectives(top.section("perspectives")),
                lead(top.section("lead")));
        top.refuseOtherKeys();
        return described;
    }

    private static Setup setup(Section section) throws EnvironmentException {
        Setup setup = new Setup(
                section.flag("network", false),
                section.duration("timeout", Duration.ofMinutes(5), TIMEOUT),
                section.texts("run", COMMAND));
        section.refuseOtherKeys();
        return setup;
    }

    private static SandboxLimits limits(Section section) throws EnvironmentException {
        SandboxLimits normal = SandboxLimits.DEFAULT;
        double cpus = section.decimal("cpus", normal.cpus(), CPUS);
        long memory = section.size("memory", normal.memoryBytes(), MEMORY);
        int processes = section.whole("processes", normal.processes(), PROCESSES);
        long disk = section.size("disk", normal.diskBytes(), DISK);
        SandboxLimits limits = new SandboxLimits(
                cpus,
                memory,
                processes,
                disk,
                section.whole("openFiles", normal.openFiles(), OPEN_FILES),
                section.size("fileSize", disk, FILE_SIZE),
                section.size("output", normal.outputBytes(), OUTPUT));
        section.refuseOtherKeys();
        return limits;
    }

    private static Isolation isolation(Section section) throws EnvironmentException {
        Isolation normal = Isolation.DEFAULT;
        Isolation.Provider by = section.choice("provider", normal.by(), Isolation.Provider.values());
        Isolation.Fallback fallback = section.choice("fallback", normal.fallback(), Isolation.Fallback.values());
        section.refuseOtherKeys();
        if (by == Isolation.Provider.LOCAL && fallback != normal.fallback()) {
            throw section.problem("fallback is for provider: gvisor");
        }
        return new Isolation(by, fallback);
    }

    private static List<Perspective> perspectives(Section section) throws EnvironmentException {
        List<Perspective> perspectives = new ArrayList<>();
        for (String name : section.keys(PERSPECTIVE)) {
            Section each = section.section(name);
            perspectives.add(new Perspective(
                    name,
                    each.someTexts("run", COMMAND),
                    each.duration("timeout", Duration.ofMinutes(1), TIMEOUT),
                    each.flag("required", false)));
            each.refuseOtherKeys();
        }
        if (perspectives.isEmpty()) {
            throw section.problem("an environment has at least one perspective");
        }
        return perspectives;
    }

    private static Optional<String> lead(Section section) throws EnvironmentException {
        Optional<String> instructions = section.optionalText("instructions", COMMAND);
        section.refuseOtherKeys();
        return instructions;
    }
}
