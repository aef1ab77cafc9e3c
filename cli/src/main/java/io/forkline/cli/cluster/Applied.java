package io.forkline.cli.cluster;

import io.forkline.cli.terminal.Text;
import io.forkline.schemas.topic.Change;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.TopicLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What applying the catalogue did, counted: topics apart from share groups, each of them once. */
public final class Applied {

    private Applied() {}

    /** The same of what would be done, for example "26 topics are missing, 3 share groups differ". */
    static String outlook(List<Change> changes, TopicLayout layout) {
        Set<String> groups =
                Arrays.stream(ShareGroup.values()).map(layout::name).collect(Collectors.toSet());
        Set<String> missing = names(changes, Change.Created.class);
        Set<String> differing = names(changes, Change.Configured.class);
        differing.addAll(names(changes, Change.Fixed.class));
        Set<String> unchanged = names(changes, Change.Unchanged.class);
        unchanged.removeAll(differing);
        List<String> parts = new ArrayList<>();
        if (!missing.isEmpty()) {
            parts.add(count(missing, groups) + (missing.size() == 1 ? " is missing" : " are missing"));
        }
        if (!differing.isEmpty()) {
            parts.add(count(differing, groups) + (differing.size() == 1 ? " differs" : " differ"));
        }
        if (!unchanged.isEmpty()) {
            parts.add(count(unchanged, groups) + (unchanged.size() == 1 ? " is" : " are") + " as configured");
        }
        return String.join(", ", parts);
    }

    /** For example "created 26 topics, configured 3 share groups". */
    public static String summary(List<Change> changes, TopicLayout layout) {
        Set<String> groups =
                Arrays.stream(ShareGroup.values()).map(layout::name).collect(Collectors.toSet());
        Set<String> created = names(changes, Change.Created.class);
        Set<String> configured = names(changes, Change.Configured.class);
        configured.removeAll(created);
        Set<String> unchanged = names(changes, Change.Unchanged.class);
        List<String> parts = new ArrayList<>();
        if (!created.isEmpty()) {
            parts.add("created " + count(created, groups));
        }
        if (!configured.isEmpty()) {
            parts.add("configured " + count(configured, groups));
        }
        if (!unchanged.isEmpty()) {
            parts.add(count(unchanged, groups) + (unchanged.size() == 1 ? " is" : " are") + " as configured");
        }
        return String.join(", ", parts);
    }

    private static Set<String> names(List<Change> changes, Class<? extends Change> kind) {
        return changes.stream()
                .filter(kind::isInstance)
                .map(Change::name)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String count(Set<String> names, Set<String> groups) {
        long ofGroups = names.stream().filter(groups::contains).count();
        long ofTopics = names.size() - ofGroups;
        List<String> parts = new ArrayList<>();
        if (ofTopics > 0) {
            parts.add(Text.count(ofTopics, "topic"));
        }
        if (ofGroups > 0) {
            parts.add(Text.count(ofGroups, "share group"));
        }
        return String.join(" and ", parts);
    }
}
