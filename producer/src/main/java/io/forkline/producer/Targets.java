package io.forkline.producer;

import io.forkline.schemas.job.TargetRules;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a job may look at. A target is pinned when a digest or a commit says which content is meant; one that is not is
 * resolved once for each run, so that all forks of the run see the same tree.
 */
public final class Targets {

    private Targets() {}

    /** Files that travel in the job, UTF-8 text by relative path; at most {@link TargetRules#MOST_INLINE_BYTES} in all. */
    public static Target inline(Map<String, String> texts) {
        Target.Builder target = Target.newBuilder().setKind(TargetKind.INLINE);
        List<InlineFile> files = texts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> file(entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
        return check(target.setFiles(files).build());
    }

    /** One file of an inline target. */
    public static InlineFile file(String path, byte[] content) {
        return new InlineFile(path, ByteBuffer.wrap(content.clone()));
    }

    /** A directory that every worker can read under the same path. Not pinned. */
    public static Target directory(Path directory) {
        return check(located(TargetKind.DIRECTORY, directory.toAbsolutePath().toUri())
                .build());
    }

    /** A directory pinned to the digest of its tree. */
    public static Target directory(Path directory, String sha256) {
        return check(located(TargetKind.DIRECTORY, directory.toAbsolutePath().toUri())
                .setSha256(sha256)
                .build());
    }

    /** A tar or zip archive at a {@code file:}, {@code http:} or {@code https:} URI. Not pinned. */
    public static Target archive(URI uri) {
        return check(located(TargetKind.ARCHIVE, uri).build());
    }

    /** An archive pinned to the SHA-256 of its file. */
    public static Target archive(URI uri, String sha256) {
        return check(located(TargetKind.ARCHIVE, uri).setSha256(sha256).build());
    }

    /** A branch or tag of a git repository. Not pinned. */
    public static Target gitRef(String url, String ref) {
        return check(git(url).setRef(ref).build());
    }

    /** A git repository pinned to a commit. */
    public static Target gitCommit(String url, String commit) {
        return check(git(url).setCommit(commit).build());
    }

    private static Target.Builder located(TargetKind kind, URI uri) {
        return Target.newBuilder().setKind(kind).setUri(uri.toString());
    }

    private static Target.Builder git(String url) {
        return Target.newBuilder().setKind(TargetKind.GIT).setUri(url);
    }

    /**
     * The target itself, when it can be used.
     *
     * @throws IllegalArgumentException saying what is wrong with it and what would be accepted
     */
    static Target check(Target target) {
        if (target.getKind() == TargetKind.INLINE && target.getFiles().isEmpty()) {
            throw new IllegalArgumentException("an inline target has at least one file");
        }
        TargetRules.wrong(target).ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong);
        });
        return target;
    }
}
