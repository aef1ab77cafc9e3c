package io.forkline.workers;

import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.Limits;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Fork tasks for tests. */
final class Tasks {

    static final String ENVIRONMENT_ID = "ab".repeat(32);

    private Tasks() {}

    /** One perspective of run {@code job-1/1}, issued now and to be reported within a minute. */
    static ForkTask.Builder of(String perspective, Instant now) {
        return task(now)
                .setTaskId("job-1/1/" + perspective)
                .setSequential(false)
                .setPerspectives(List.of(command(perspective)));
    }

    /** The baseline of run {@code job-1/1}. */
    static ForkTask.Builder baseline(Instant now, String... perspectives) {
        return task(now)
                .setTaskId("job-1/1/sequential")
                .setSequential(true)
                .setPerspectives(Stream.of(perspectives).map(Tasks::command).toList());
    }

    static Target inline(String path, String text) {
        return Target.newBuilder()
                .setKind(TargetKind.INLINE)
                .setFiles(List.of(new InlineFile(path, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))))
                .build();
    }

    static PerspectiveCommand command(String perspective) {
        return new PerspectiveCommand(perspective, List.of("python3", "analyze.py"), 10_000L);
    }

    private static ForkTask.Builder task(Instant now) {
        return ForkTask.newBuilder()
                .setJobId("job-1")
                .setRunId("job-1/1")
                .setAttempt(1)
                .setEnvironment("fake-env")
                .setEnvironmentId(ENVIRONMENT_ID)
                .setKind(SnapshotKind.MEMORY)
                .setTarget(inline("a.py", "pass\n"))
                .setLimits(new Limits(1.0, 512L << 20, 64, 256L << 20, 1024, null, 64L << 20))
                .setIssuedAt(now)
                .setReportBy(now.plusSeconds(60))
                .setTenant("default")
                .setPriority(0);
    }
}
