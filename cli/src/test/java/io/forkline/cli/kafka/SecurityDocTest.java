package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityDocTest {

    @TempDir
    private Path home;

    @Test
    void tableOfAclsIsWhatTheCommandPrints() throws Exception {
        TestHost host = new TestHost(home);

        int exitCode = host.execute("topics", "acls", "--format", "markdown");

        assertThat(exitCode).isZero();
        assertThat(SecurityDoc.read().acls())
                .as("put the output of `./forkline topics acls --format markdown` there")
                .isEqualTo(host.out());
    }

    @Test
    void aclsAreCommandsOfKafkasOwnTool() {
        TestHost host = new TestHost(home);

        host.execute(
                "topics",
                "acls",
                "--format",
                "commands",
                "--topic-prefix",
                "acme.",
                "--principal-prefix",
                "User:acme-");

        assertThat(host.out())
                .contains(
                        "# fork-worker: fork workers\nkafka-acls.sh --bootstrap-server localhost:9092 --add --allow-principal"
                                + " 'User:acme-fork-worker' --operation Read --topic 'acme.fork-tasks'\n",
                        " --operation Write --transactional-id 'acme.planner-' --resource-pattern-type prefixed\n",
                        " --operation Read --group 'acme.lead-workers'\n");
    }

    @Test
    void oneServiceWithAPrincipalOfItsOwn() {
        TestHost host = new TestHost(home);

        host.execute("topics", "acls", "--for", "consumer", "--principal", "consumer=User:CN=reader");

        assertThat(host.out())
                .isEqualTo(
                        "consumer  User:CN=reader  `results`, and programs that read results\n  Topic forkline.results  Read\n"
                                + "  Group forkline.results-*  Read\n");
    }

    @Test
    void serviceThatThereIsNotIsNamed() {
        TestHost host = new TestHost(home);

        assertThat(host.execute("topics", "acls", "--for", "wroker")).isEqualTo(64);
        assertThat(host.err()).contains("there is no service \"wroker\"; known are snapshot-service, fork-worker,");
    }
}
