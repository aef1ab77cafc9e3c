package io.forkline.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.CommandException;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.health.PartHealth;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServiceGroupTest {

    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Test
    void aServiceThatCannotStartIsNamedWithTheReason() {
        ServiceGroup group = group(() -> {
            throw new IllegalStateException("wrapped", new IllegalArgumentException("no codec \"snapy\""));
        });

        assertThatThrownBy(group::start)
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("the fork worker did not start: ")
                .hasMessageContaining("no codec \"snapy\"");
    }

    @Test
    void aServiceThatStopsBeforeItRunsIsNamedWithTheReason() throws Exception {
        ServiceGroup group = group(() -> running.completeExceptionally(new IllegalStateException("the disk is full")));

        group.start();

        assertThatThrownBy(() -> group.awaitReady(line -> {}))
                .isInstanceOf(CommandException.class)
                .hasMessage("the fork worker stopped: the disk is full");
    }

    @Test
    void whoIsInterruptedWhileAServiceStartsWaitsForNobody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        ServiceGroup group = group(() -> {
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                closed.countDown();
            }
        });
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread starter = Thread.ofVirtual().start(() -> {
            try {
                group.start();
                thrown.complete(null);
            } catch (InterruptedException e) {
                thrown.complete(e);
            }
        });
        begun.await();

        starter.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(closed.getCount()).as("the start was interrupted as well").isZero();
    }

    private ServiceGroup group(Runnable start) {
        return new ServiceGroup(List.of(new Service(
                "fork worker",
                start,
                () -> running,
                Optional::empty,
                () -> List.of(new PartHealth("fork worker", new Condition.Working())),
                () -> {})));
    }
}
