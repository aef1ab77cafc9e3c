package io.forkline.cli.bench.sandbox;

import io.forkline.sandbox.SandboxException;

/** In a fork. */
record ForkWay(Kind kind, Forks forks) implements Way {

    @Override
    public Round once() throws SandboxException, InterruptedException {
        return ForkRun.of(forks).round();
    }
}
