package io.forkline.workers;

import io.forkline.sandbox.target.TargetSource;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.Target;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the target of a record to where the sandbox module finds it. */
final class TargetSources {

    private TargetSources() {}

    /** @throws IllegalArgumentException saying what is missing or wrong */
    static TargetSource of(Target target) {
        Optional<String> sha256 = Optional.ofNullable(target.getSha256());
        return switch (target.getKind()) {
            case INLINE -> inline(target);
            case DIRECTORY -> new TargetSource.Directory(URI.create(uri(target)), sha256);
            case ARCHIVE -> new TargetSource.Archive(URI.create(uri(target)), sha256);
            case GIT ->
                new TargetSource.Git(
                        uri(target), Optional.ofNullable(target.getCommit()), Optional.ofNullable(target.getRef()));
        };
    }

    private static TargetSource inline(Target target) {
        Map<String, byte[]> files = new TreeMap<>();
        for (InlineFile file : target.getFiles()) {
            ByteBuffer content = file.getContent();
            byte[] bytes = new byte[content.remaining()];
            content.duplicate().get(bytes);
            files.put(file.getPath(), bytes);
        }
        return new TargetSource.Inline(files);
    }

    private static String uri(Target target) {
        @Nullable String uri = target.getUri();
        if (uri == null) {
            throw new IllegalArgumentException("its target of kind " + target.getKind() + " has no URI");
        }
        return uri;
    }
}
