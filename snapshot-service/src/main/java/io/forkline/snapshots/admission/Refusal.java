package io.forkline.snapshots.admission;

import io.forkline.schemas.record.RejectionReason;

/**
 * Why a job does not run.
 *
 * @param message names the field and what is accepted, for the person who submitted the job
 */
record Refusal(RejectionReason reason, String message) {

    static Refusal invalid(String message) {
        return new Refusal(RejectionReason.INVALID, message);
    }
}
