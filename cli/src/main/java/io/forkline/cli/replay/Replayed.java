package io.forkline.cli.replay;

import io.forkline.producer.Submission;
import io.forkline.schemas.record.JobRequested;
import java.util.Optional;

/**
 * A replay.
 *
 * @param record what is published, or would be
 * @param submission where it lies; empty in a dry run
 */
record Replayed(Candidate candidate, JobRequested record, Optional<Submission> submission) {}
