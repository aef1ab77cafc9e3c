package io.forkline.cli.cluster;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.access.Grant;
import io.forkline.schemas.access.Party;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** What each party needs, for people and for their tools. */
record AclView(Terminal terminal, Function<Party, String> principal) {

    /** A line for each resource. */
    void text(Map<Party, List<Grant>> grants) {
        grants.forEach((party, all) -> {
            line(terminal.paint(Ink.HEADING, party.label()) + "  " + principal.apply(party)
                    + terminal.paint(Ink.DIM, "  " + party.what()));
            all.forEach(grant -> line("  " + kind(grant) + " " + name(grant) + "  " + grant.operationNames()));
        });
    }

    /** A command for each resource. */
    void commands(Map<Party, List<Grant>> grants, String bootstrapServers) {
        grants.forEach((party, all) -> {
            line("# " + party.label() + ": " + party.what());
            all.forEach(grant -> line("kafka-acls.sh --bootstrap-server " + bootstrapServers
                    + " --add --allow-principal '" + principal.apply(party) + "'" + operations(grant) + option(grant)));
        });
    }

    /** A row for each party and kind of access, as in the documentation. */
    void markdown(Map<Party, List<Grant>> grants) {
        line("| service | resource | operations | names |");
        line("|---|---|---|---|");
        grants.forEach((party, all) -> {
            Map<String, List<Grant>> rows = all.stream()
                    .collect(Collectors.groupingBy(
                            grant -> kind(grant) + " | " + grant.operationNames(),
                            LinkedHashMap::new,
                            Collectors.toList()));
            rows.forEach((kind, alike) -> line("| " + party.label() + " | " + kind + " | "
                    + alike.stream().map(grant -> "`" + name(grant) + "`").collect(Collectors.joining(", ")) + " |"));
        });
    }

    private static String kind(Grant grant) {
        return SecurityUtils.resourceTypeName(grant.resource().resourceType());
    }

    /** With a star behind what is a beginning of names. */
    private static String name(Grant grant) {
        return grant.resource().name() + (isPrefix(grant) ? "*" : "");
    }

    private static String operations(Grant grant) {
        return grant.operations().stream()
                .map((AclOperation operation) -> " --operation " + SecurityUtils.operationName(operation))
                .collect(Collectors.joining());
    }

    private static String option(Grant grant) {
        String option = grant.resource().resourceType() == ResourceType.TRANSACTIONAL_ID
                ? "--transactional-id"
                : grant.resource().resourceType() == ResourceType.GROUP ? "--group" : "--topic";
        return " " + option + " '" + grant.resource().name() + "'"
                + (isPrefix(grant) ? " --resource-pattern-type prefixed" : "");
    }

    private static boolean isPrefix(Grant grant) {
        return grant.resource().patternType() == PatternType.PREFIXED;
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
