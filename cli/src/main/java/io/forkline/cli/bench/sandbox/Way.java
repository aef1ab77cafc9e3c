package io.forkline.cli.bench.sandbox;

import io.forkline.sandbox.SandboxException;
import java.io.IOException;

/** One of the ways to run the script. */
interface Way {

    Kind kind();

    /** Runs it once. Nothing of it is left when this returns. */
    Round once() throws SandboxException, IOException, InterruptedException;
}
