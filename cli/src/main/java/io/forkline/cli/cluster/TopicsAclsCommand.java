package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.access.AccessTable;
import io.forkline.schemas.access.Grant;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.connection.ClusterConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what each service needs of a guarded cluster, and gives it on demand. */
@Command(
        name = "acls",
        description = {"Prints the ACLs that each service needs, and nothing beyond; asks no broker.", ""},
        footer = {
            "",
            "SERVICE is one of snapshot-service, fork-worker, aggregator, producer, consumer, operator, topic-owner.",
            "",
            "Examples:",
            "  forkline topics acls --format commands --topic-prefix acme. --principal-prefix User:acme-",
            "  forkline topics acls --for fork-worker --principal fork-worker=User:CN=worker --apply"
        })
public final class TopicsAclsCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--principal-prefix",
            paramLabel = "PREFIX",
            defaultValue = "User:forkline-",
            description = "Principals are this and the name of the service; default ${DEFAULT-VALUE}.")
    private String principalPrefix = "User:forkline-";

    @Option(
            names = "--principal",
            paramLabel = "SERVICE=PRINCIPAL",
            description = "Another principal for a service; may be given again.")
    private Map<String, String> principals = new LinkedHashMap<>();

    @Option(names = "--for", paramLabel = "SERVICE", description = "Only of this service; may be given again.")
    private List<String> only = new ArrayList<>();

    /** How they are printed. */
    enum Format {
        text,
        commands,
        markdown
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, commands (of kafka-acls.sh) or markdown; default ${DEFAULT-VALUE}.")
    private Format format = Format.text;

    @Option(names = "--apply", description = "Create them on the cluster; needs Alter on it. Deletes none.")
    private boolean apply;

    public TopicsAclsCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        only.forEach(TopicsAclsCommand::party);
        principals.keySet().forEach(TopicsAclsCommand::party);
        ClusterConnection connection = apply ? cluster.requireBroker(host) : cluster.checked(host);
        Map<Party, List<Grant>> grants = new LinkedHashMap<>();
        for (Party party : Party.values()) {
            if (only.isEmpty() || only.contains(party.label())) {
                grants.put(party, AccessTable.of(party, connection.layout()));
            }
        }
        if (apply) {
            create(connection, grants);
        } else {
            AclView view = new AclView(host.terminal(), this::principal);
            switch (format) {
                case text -> view.text(grants);
                case commands -> view.commands(grants, connection.bootstrapServers());
                case markdown -> view.markdown(grants);
            }
        }
        return 0;
    }

    private void create(ClusterConnection connection, Map<Party, List<Grant>> grants) throws InterruptedException {
        List<AclBinding> bindings = new ArrayList<>();
        grants.forEach((party, all) -> all.forEach(grant -> bindings.addAll(grant.bindings(principal(party)))));
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            admin.createAcls(bindings).all().get();
            host.terminal()
                    .out()
                    .println(Text.count(bindings.size(), "ACL") + " of " + Text.count(grants.size(), "principal")
                            + (grants.size() == 1 ? " is there" : " are there"));
        } catch (ExecutionException e) {
            throw CommandException.failed("the ACLs cannot be created: " + why(e.getCause()), e);
        }
    }

    private static String why(@Nullable Throwable cause) {
        return cause instanceof SecurityDisabledException
                ? "the brokers have no authorizer (authorizer.class.name), so everybody may do everything"
                : Refusals.sentence(cause).orElse(String.valueOf(cause == null ? cause : cause.getMessage()));
    }

    private String principal(Party party) {
        return principals.getOrDefault(party.label(), principalPrefix + party.label());
    }

    private static Party party(String label) {
        return Arrays.stream(Party.values())
                .filter(party -> party.label().equals(label))
                .findFirst()
                .orElseThrow(() -> CommandException.usage("there is no service \"" + label + "\"; known are "
                        + String.join(
                                ", ",
                                Arrays.stream(Party.values()).map(Party::label).toList())));
    }
}
