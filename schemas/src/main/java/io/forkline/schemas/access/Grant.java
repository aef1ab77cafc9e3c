package io.forkline.schemas.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Something that a party may do.
 *
 * @param resource with what: a name, or all names that begin so
 * @param operations what with it, never none; Kafka takes READ and WRITE to include DESCRIBE
 */
public record Grant(ResourcePattern resource, Set<AclOperation> operations) {

    public Grant {
        operations = Collections.unmodifiableSet(EnumSet.copyOf(operations));
    }

    /** Whether it is about the resource of this name. */
    public boolean covers(ResourceType type, String name) {
        return resource.resourceType() == type
                && (resource.patternType() == PatternType.PREFIXED
                        ? name.startsWith(resource.name())
                        : resource.name().equals(ResourcePattern.WILDCARD_RESOURCE)
                                || resource.name().equals(name));
    }

    /** The ACLs that give it to a principal, from any host. */
    public List<AclBinding> bindings(String principal) {
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    /** The operations in the words of Kafka's tools, such as "Read, Write". */
    public String operationNames() {
        return operations.stream().map(SecurityUtils::operationName).collect(Collectors.joining(", "));
    }
}
