package io.forkline.sandbox.environment;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An environment as its folder describes it.
 *
 * @param name name of its folder
 * @param id digest of all that makes its snapshot what it is. In it: the kind, the files (but {@code environment.yaml}, {@code
 *     README.md}, {@code tests}, and what git and Python leave behind), whether the setup has the network, its commands, the
 *     verification, the preload, what forks reach unless that is nothing, an isolation that is not the default, and the base. Not in it:
 *     the name, limits, secrets, time-outs, the perspectives' commands and the lead instructions. They shape a fork or a report, never
 *     the snapshot, and changing one must not install the tools again. Two
 *     environments with the same id share one snapshot.
 * @param kind what a fork of its snapshot is
 * @param folder its files
 * @param filesDigest digest of those files, as it is in the id
 * @param setup how its tools are installed
 * @param verify commands that must succeed after the setup, each for {@code /bin/sh -c}
 * @param preload Python modules that the warm process has imported; empty unless the kind is MEMORY
 * @param limits what each fork may use
 * @param network what each fork reaches
 * @param secrets names of variables that a fork gets and whose values only workers know; a setup gets none
 * @param isolation what keeps each fork apart from the host
 * @param perspectives in the order of the file, at least one
 * @param leadInstructions what the lead is told besides the reports
 */
public record Environment(
        String name,
        EnvironmentId id,
        SnapshotKind kind,
        Path folder,
        String filesDigest,
        Setup setup,
        List<String> verify,
        List<String> preload,
        SandboxLimits limits,
        NetworkAccess network,
        List<String> secrets,
        Isolation isolation,
        List<Perspective> perspectives,
        Optional<String> leadInstructions) {

    public Environment {
        verify = List.copyOf(verify);
        preload = List.copyOf(preload);
        secrets = List.copyOf(secrets);
        perspectives = List.copyOf(perspectives);
    }

    /** The perspective of this name. */
    public Optional<Perspective> perspective(String perspective) {
        return perspectives.stream().filter(p -> p.name().equals(perspective)).findFirst();
    }

    /** What a provider makes its snapshot from. */
    public SnapshotSpec snapshotSpec() {
        return new SnapshotSpec(
                id,
                name,
                kind,
                folder,
                Optional.of(filesDigest),
                setup.run(),
                setup.network(),
                setup.timeout(),
                verify,
                preload,
                limits,
                network,
                isolation);
    }
}
