package io.forkline.schemas.id;

/**
 * Names a fork task, written {@code jobId/number/perspective}. Deterministic, so that a repeated task gives a repeated
 * report.
 *
 * @param perspective name of the perspective, {@link #SEQUENTIAL} or {@link #TARGET}
 */
public record TaskId(RunId run, String perspective) {

    /** In place of a perspective: the task of the sequential baseline. No perspective may be called so. */
    public static final String SEQUENTIAL = "sequential";

    /** In place of a perspective: the task that pins the target of its run. No perspective can be called so. */
    public static final String TARGET = ".target";

    public TaskId {
        if (perspective.isBlank()) {
            throw new IllegalArgumentException("a task of run " + run + " names its perspective");
        }
    }

    /** Reads what {@link #toString} wrote. */
    public static TaskId parse(String text) {
        int slash = text.indexOf('/', text.indexOf('/') + 1);
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a task id: it has the form jobId/number/perspective");
        }
        return new TaskId(RunId.parse(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return run + "/" + perspective;
    }
}
