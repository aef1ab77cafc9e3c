package io.forkline.aggregator.lead;

import io.forkline.schemas.record.LeadTask;

/** Judges the reports of a run. Safe for several threads. */
interface Lead {

    /**
     * What it makes of the reports. What it cannot judge, now or ever, is an {@link Opinion} too; an exception is a bug.
     *
     * @throws InterruptedException when it was interrupted before it had used anything
     */
    Opinion judge(LeadTask task) throws InterruptedException;
}
