package io.forkline.cli.run;

import io.forkline.aggregator.lead.LeadListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.snapshots.builder.BuildProgress;
import io.forkline.workers.ForkListener;

/** Hears how a Forkline in one process gets on. Called from many threads; must not block. */
public interface RunListener extends BuildProgress, ForkListener, LeadListener {

    /** Hears nothing. */
    RunListener SILENT = new RunListener() {
        @Override
        public void brokerStarted() {}

        @Override
        public void progress(String environment, EnvironmentId id, String line) {}
    };

    /** Clients may connect to the broker. */
    void brokerStarted();
}
