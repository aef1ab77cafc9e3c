package io.forkline.schemas.id;

/**
 * Names one run of a job, written {@code jobId/number}. The planner allocates the number.
 *
 * @param number from 1; a replay has a higher one
 */
public record RunId(JobId job, int number) {

    public RunId {
        if (number < 1) {
            throw new IllegalArgumentException("the runs of job " + job + " count from 1, this is " + number);
        }
    }

    /** Reads what {@link #toString} wrote. */
    public static RunId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not a run id: it has the form jobId/number");
        }
        try {
            return new RunId(new JobId(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a run id: it has the form jobId/number", e);
        }
    }

    /** The task of this run that runs one perspective. */
    public TaskId task(String perspective) {
        return new TaskId(this, perspective);
    }

    /** The task of this run that measures the perspectives one after another. */
    public TaskId sequential() {
        return new TaskId(this, TaskId.SEQUENTIAL);
    }

    /** The task of this run that pins its target. */
    public TaskId target() {
        return new TaskId(this, TaskId.TARGET);
    }

    @Override
    public String toString() {
        return job + "/" + number;
    }
}
