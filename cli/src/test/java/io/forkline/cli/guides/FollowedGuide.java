package io.forkline.cli.guides;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.cli.TestHost;
import io.forkline.cli.cluster.ProcessCluster;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Follows a guide from its first example to its last, on a cluster of its own. */
@ExtendWith(BrokerExtension.class)
abstract class FollowedGuide {

    private final String page;

    FollowedGuide(String page) {
        this.page = page;
    }

    @Test
    void everyExampleDoesWhatTheGuideSays(TestBroker broker, @TempDir Path folder) throws Exception {
        assumeTrue(PythonClient.runs("kcat", "-V"), "kcat is not there: apt install kcat");
        Optional<String> python = PythonClient.interpreter();
        Guide guide = Guide.read(TestHost.PROJECT.resolve("docs").resolve(page));
        try (ProcessCluster cluster = ProcessCluster.startAsItComes(broker, folder)) {
            Reader reader = Reader.with(folder, cluster, python.orElse("python3"));
            for (Guide.Block block : guide.blocks()) {
                if (python.isPresent() || !block.language().equals("python")) {
                    reader.follow(guide, block);
                }
            }
        }
        assumeTrue(python.isPresent(), "the Python examples were left out: confluent-kafka cannot be installed here");
    }
}
