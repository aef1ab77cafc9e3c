package io.forkline.cli.replay;

import io.forkline.cli.history.Answer;
import io.forkline.cli.history.Dated;
import io.forkline.cli.history.History;
import io.forkline.cli.history.JobHistory;
import io.forkline.cli.history.Request;
import io.forkline.cli.history.RunHistory;
import io.forkline.schemas.id.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a filter means, by the history of all jobs.
 *
 * @param candidates what can be replayed, the job that was asked for first at the beginning
 * @param refused what cannot
 * @param asked jobs that this very request has asked for before
 * @param fine jobs in which nothing failed, where only what failed is meant
 */
record Selection(List<Candidate> candidates, List<Refused> refused, List<String> asked, List<String> fine) {

    Selection {
        candidates = List.copyOf(candidates);
        refused = List.copyOf(refused);
        asked = List.copyOf(asked);
        fine = List.copyOf(fine);
    }

    static Selection of(History history, ReplayFilter filter, String requestId) {
        return new Maker(filter, requestId).make(history);
    }

    boolean isEmpty() {
        return candidates.isEmpty() && refused.isEmpty() && asked.isEmpty() && fine.isEmpty();
    }

    /** Goes through the jobs. */
    private record Maker(
            ReplayFilter filter,
            String requestId,
            List<Candidate> candidates,
            List<Refused> refused,
            List<String> asked,
            List<String> fine) {

        Maker(ReplayFilter filter, String requestId) {
            this(filter, requestId, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        Selection make(History history) {
            history.jobs().stream().filter(this::isMeant).forEach(this::decide);
            filter.jobs().stream()
                    .sorted()
                    .filter(id -> history.job(new JobId(id))
                            .filter(JobHistory::exists)
                            .isEmpty())
                    .forEach(id -> refused.add(new Refused("job " + id, "there is no such job in the topics")));
            if (filter.isByRecordOnly()) {
                history.unreadableJobs().stream()
                        .filter(record -> filter.isAt(record.at()))
                        .forEach(record -> refused.add(new Refused(
                                "record " + record.at(),
                                "nobody can read it (" + record.value() + "), so it is among the dead letters")));
            }
            return new Selection(candidates, refused, asked, fine);
        }

        private boolean isMeant(JobHistory job) {
            return filter.names(job.job().value())
                    && (!filter.isByRecord() || !meant(job).isEmpty())
                    && (filter.statuses().isEmpty()
                            || job.answered()
                                    .flatMap(RunHistory::answer)
                                    .filter(answer -> filter.isOf(answer.value().status()))
                                    .isPresent());
        }

        private List<Request> meant(JobHistory job) {
            return job.records().stream()
                    .filter(request -> filter.isAt(request.at()))
                    .toList();
        }

        private void decide(JobHistory job) {
            String id = job.job().value();
            Optional<RunHistory> answered = job.answered();
            if (job.records().stream().anyMatch(request -> requestId.equals(request.replay()))) {
                asked.add(id);
            } else if (job.open().isPresent()) {
                refuse(id, open(job.open().get()));
            } else if (job.pending().isPresent()) {
                refuse(
                        id,
                        answered.isPresent()
                                ? "a further run of it is asked for already, and not planned yet"
                                : "it is not planned yet; should a snapshot service have refused it, the dead letters"
                                        + " say so");
            } else if (answered.isEmpty()) {
                refuse(id, "it has no result in the topics");
            } else {
                decide(id, job, answered.get(), answered.get().answer().orElseThrow());
            }
        }

        private void decide(String id, JobHistory job, RunHistory run, Dated<Answer> answer) {
            if (isOfOtherContent(job, answer.value())) {
                refuse(
                        id,
                        "its record at " + meant(job).getFirst().at() + " asks for something else than " + run.run()
                                + ", so it is among the dead letters");
            } else if (filter.onlyFailed() && !answer.value().hasFailed()) {
                fine.add(id);
            } else {
                candidates.add(new Candidate(run, answer));
            }
        }

        /** Whether the records that are meant are none of the run's. */
        private boolean isOfOtherContent(JobHistory job, Answer answer) {
            return filter.isByRecord()
                    && answer.contentHash() != null
                    && meant(job).stream()
                            .noneMatch(request -> request.contentHash().equals(answer.contentHash()));
        }

        private static String open(RunHistory run) {
            return "its run " + run.run() + " is open"
                    + run.plan()
                            .map(plan -> ", until " + plan.value().getDeadline() + " at the latest")
                            .orElse("")
                    + "; wait for its result, or cancel it";
        }

        private void refuse(String id, String why) {
            refused.add(new Refused("job " + id, why));
        }
    }
}
