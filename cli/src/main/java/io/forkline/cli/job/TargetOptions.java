package io.forkline.cli.job;

import io.forkline.cli.CommandException;
import io.forkline.producer.Targets;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.target.TargetLimits;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.record.Target;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the perspectives look at. */
public final class TargetOptions {

    @Parameters(
            paramLabel = "PATH",
            description = "A directory, an archive (file or http URL), or the URL of a git repository.")
    private String path = "";

    @Option(names = "--ref", paramLabel = "REF", description = "Branch, tag or commit of a git repository.")
    private @Nullable String ref;

    @Option(
            names = "--max-target-size",
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            converter = SizeConverter.class,
            description = "Refuse a larger target; default ${DEFAULT-VALUE}.")
    private long maxBytes = TargetLimits.DEFAULT.maxBytes();

    /** As the caller gave it. */
    public String path() {
        return path;
    }

    /** How large a target may be. */
    public TargetLimits limits() {
        return TargetLimits.ofBytes(maxBytes);
    }

    /**
     * What the caller means.
     *
     * @throws CommandException when there is nothing of that name
     */
    public TargetSource source() {
        try {
            return TargetSource.parse(path, Optional.ofNullable(ref));
        } catch (SandboxException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The target as it is now, so that all forks see the same tree.
     *
     * @throws CommandException of bad usage when there is no such target, or it is larger than allowed; of failure when it
     *     cannot be reached now
     */
    public Target pin(ForklineHome home) throws InterruptedException {
        try {
            return target(TargetStore.open(home.targets(), limits()).pin(source()));
        } catch (SandboxException e) {
            String message = String.valueOf(e.getMessage());
            throw e.isRetryable()
                    ? CommandException.failed(
                            message + "; see whether this machine reaches it (network, proxy), and try again", e)
                    : CommandException.usage(message, e);
        }
    }

    private static Target target(TargetSource pinned) {
        return switch (pinned) {
            case TargetSource.Directory directory ->
                Targets.directory(Path.of(directory.uri()), directory.sha256().orElseThrow());
            case TargetSource.Archive archive ->
                Targets.archive(archive.uri(), archive.sha256().orElseThrow());
            case TargetSource.Git git -> {
                Target target = Targets.gitCommit(git.url(), git.commit().orElseThrow());
                target.setRef(git.ref().orElse(null));
                yield target;
            }
            case TargetSource.Inline inline -> throw new IllegalArgumentException("a command line does not hold files");
        };
    }
}
