import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.Submission;
import io.forkline.producer.Targets;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Submits a small job to the cluster that a configuration file names, and prints what came of it. */
public class SubmitAndAwait {

    public static void main(String[] args) throws Exception {
        ClusterConnection cluster = ClusterConnection.from(Settings.load(Path.of(args[0])));
        Job job = Job.builder("python-review", Targets.inline(Map.of("app.py", "eval(input())\n")))
                .deadline(Duration.ofMinutes(5))
                .build();
        try (ForklineClient client = ForklineClient.connect(cluster)) {
            Submission submission = client.submit(job);
            JobResult result = client.await(submission, Duration.ofMinutes(5));
            System.out.println(result.getRunId() + " is " + result.getStatus());
            result.getReports().forEach(report -> System.out.println(
                    report.getPerspective() + " " + report.getScore() + " " + report.getFinding()));
        }
    }
}
