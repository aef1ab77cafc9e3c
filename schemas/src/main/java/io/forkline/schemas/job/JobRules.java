package io.forkline.schemas.job;

import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.LeadOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a job has to keep, whatever its environment and the time. The client library asks before it publishes a job, the planner
 * when it reads one. The messages are for the person who submitted the job: they name the field and what is accepted.
 */
public final class JobRules {

    static final int MOST_PRIORITY = 100;
    static final int MOST_TENANT_CHARS = 100;
    static final int MOST_LABELS = 50;
    static final int MOST_LABEL_CHARS = 1_000;
    static final int MOST_MODEL_CHARS = 200;
    static final int MOST_INSTRUCTIONS_CHARS = 16_384;

    /** More than any environment has. */
    private static final int UNKNOWN = Integer.MAX_VALUE;

    private JobRules() {}

    /** All that is wrong with the job in one text, if anything. */
    public static Optional<String> wrong(JobRequested job) {
        List<String> all = allWrong(job).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(inOneText(all));
    }

    /** Numbered where there are several, so that each is seen as one. */
    public static String inOneText(List<String> wrong) {
        return wrong.size() == 1
                ? wrong.getFirst()
                : IntStream.range(0, wrong.size())
                        .mapToObj(i -> "(" + (i + 1) + ") " + wrong.get(i))
                        .collect(Collectors.joining(" "));
    }

    /** All that is wrong with the job. Each message begins with the path of its field. */
    public static Stream<String> allWrong(JobRequested job) {
        Stream<Optional<String>> beside = Stream.of(
                perspectives(job.getPerspectives(), job.getRequiredPerspectives()),
                quorum(job),
                priority(job.getPriority()),
                tenant(job.getTenant()),
                model(job.getLead()),
                instructions(job.getLead()),
                wrong(job.getLabels()));
        return Stream.of(
                        beside.flatMap(Optional::stream),
                        JobLimitRules.allWrong(job.getLimits()),
                        TargetRules.allWrong(job.getTarget()))
                .flatMap(wrong -> wrong);
    }

    /** What is wrong with a quorum, if anything, where the run has so many perspectives. */
    public static Optional<String> wrongQuorum(@Nullable Integer quorum, boolean baseline, int perspectives) {
        if (quorum == null) {
            return Optional.empty();
        }
        if (baseline) {
            return Optional.of(
                    "quorum is set beside baseline, which begins only when every perspective is over; leave one"
                            + " of them out");
        }
        if (quorum >= 1 && quorum <= perspectives) {
            return Optional.empty();
        }
        return Optional.of("quorum is " + quorum + "; accepted is 1 to "
                + (perspectives == UNKNOWN ? "" : perspectives + ", ") + "the number of perspectives");
    }

    /** The first thing that is wrong with the labels of a job, if anything. */
    public static Optional<String> wrong(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            return Optional.of("labels has " + labels.size() + " entries; accepted is at most " + MOST_LABELS);
        }
        return labels.entrySet().stream()
                .filter(label -> label.getKey().isBlank() || chars(label) > MOST_LABEL_CHARS)
                .findFirst()
                .map(label -> "labels has one of " + chars(label) + " characters; accepted is at most "
                        + MOST_LABEL_CHARS + ", name and value together, and no blank name");
    }

    private static Optional<String> perspectives(List<String> chosen, List<String> required) {
        Set<String> seen = new HashSet<>();
        for (String name : chosen) {
            if (!seen.add(name)) {
                return Optional.of("perspectives names \"" + name + "\" twice; name each one once");
            }
        }
        return required.stream()
                .filter(name -> !seen.isEmpty() && !seen.contains(name))
                .findFirst()
                .map(name -> "requiredPerspectives has \"" + name
                        + "\", which perspectives leaves out; name it in both, or leave perspectives empty for all");
    }

    /** Which perspectives "all" are, the planner knows. */
    private static Optional<String> quorum(JobRequested job) {
        int perspectives = job.getPerspectives().isEmpty()
                ? UNKNOWN
                : job.getPerspectives().size();
        return wrongQuorum(job.getQuorum(), job.getBaseline(), perspectives);
    }

    private static Optional<String> priority(int priority) {
        return Math.abs((long) priority) <= MOST_PRIORITY
                ? Optional.empty()
                : Optional.of("priority is " + priority + "; accepted is -" + MOST_PRIORITY + " to " + MOST_PRIORITY);
    }

    private static Optional<String> tenant(String tenant) {
        return !tenant.isBlank() && tenant.length() <= MOST_TENANT_CHARS
                ? Optional.empty()
                : Optional.of("tenant has " + tenant.length() + " characters; accepted is 1 to " + MOST_TENANT_CHARS
                        + ", not all blank");
    }

    private static Optional<String> model(LeadOptions lead) {
        String model = lead.getModel();
        return model == null || model.length() <= MOST_MODEL_CHARS
                ? Optional.empty()
                : Optional.of(
                        "lead.model has " + model.length() + " characters; accepted is at most " + MOST_MODEL_CHARS);
    }

    private static Optional<String> instructions(LeadOptions lead) {
        String instructions = lead.getInstructions();
        return instructions == null || instructions.length() <= MOST_INSTRUCTIONS_CHARS
                ? Optional.empty()
                : Optional.of("lead.instructions has " + instructions.length() + " characters; accepted is at most "
                        + MOST_INSTRUCTIONS_CHARS);
    }

    private static int chars(Map.Entry<String, String> label) {
        return label.getKey().length() + label.getValue().length();
    }
}
