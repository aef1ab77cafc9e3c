"""A container as the supervisor sees it: a keeper to kill it by, a socket to its guest, and what it runs."""

import os
import signal
import time

from _forkline import channel
from _forkline.commands import CommandRun
from _forkline.failures import Refused

from . import cgroups, keeper

_PATIENCE_SECONDS = 120
_MAX_REASON = 2000


class Container:
    """Starting until its guest has answered what it was greeted with; then ready, or busy; in the end gone."""

    def __init__(self, supervisor, plan, greetings, born, gone):
        """
        `greetings` are messages, each with the word that is in its answer. Calls `born(None, False)` when all are answered, or with why
        they are not and whether the same may work later; and in the end `gone()`.
        """
        self._loop, self._plan, self._born, self._on_gone = supervisor.loop, plan, born, gone
        self._expected = [word for _, word in greetings]
        self._closing, self._gone = False, False
        # files that the guest had mapped when it was ready, by its word
        self.mapped = ""
        self._run, self._answered, self._checkpointed = None, None, None
        self._pid, self._sync, self._sock = keeper.start(plan, supervisor.stage, supervisor.pid_namespace)
        self._pidfd = os.pidfd_open(self._pid)
        self._be_patient("it did not start in time")
        self._loop.watch(self._pidfd, self._on_end)
        self._loop.watch(self._sync.fileno(), self._on_keeper)
        self._loop.watch(self._sock.fileno(), self._on_guest)
        for message, _ in greetings:
            channel.send(self._sock, message, wait=False)

    def checkpoint(self, image, done):
        """Calls `done(None)` when it is on disk, or `done(why not)`. The container ends with it."""
        self._checkpointed = done
        self._be_patient("it was not written in time")
        channel.send(self._sync, {"checkpoint": image}, wait=False)

    def _be_patient(self, why):
        self._patience = self._loop.after(_PATIENCE_SECONDS, lambda: self._fail(why, True))

    def run(self, request, reply, voice):
        self._check_idle()
        most = self._plan.limits["outputBytes"]
        run = CommandRun(self._loop, request, most, reply, voice, self.kill, self._hit, self._run_finished)
        message = {"op": "run", "argv": request["argv"], "environment": request["environment"]}
        try:
            run.hand_over(lambda descriptors: self._send(message, descriptors))
        except Refused:
            run.abandon()
            raise
        self._run = run

    def _hit(self):
        """The limits that were hit, by the kernel's word; what the guest's own kernel counts it does not tell."""
        full = self._plan.cgroup is not None and cgroups.out_of_memory(self._plan.cgroup)
        return {"MEMORY"} if full else set()

    def ask(self, message, descriptors, answered):
        """The answer is the guest's word; of a container that ends instead it is a refusal."""
        self._check_idle()
        self._send(message, descriptors)
        self._answered = answered

    def close(self):
        self._closing = True
        self.kill()

    def kill_on_request(self):
        """A command that runs is answered with what it has written."""
        if self._run is not None:
            self._run.stop_on_request()
        else:
            self.kill()

    def kill(self):
        """It is gone when the keeper's pidfd says so, with all its processes and mounts."""
        if not self._gone:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except ProcessLookupError:
                return

    def _check_idle(self):
        if self._run is not None or self._answered is not None:
            raise Refused("the sandbox is busy: it runs one command at a time")

    def _send(self, message, descriptors):
        try:
            channel.send(self._sock, message, descriptors, wait=False)
        except channel.TooLong as long:
            raise Refused("the command and its environment are too long: %s" % long)
        except OSError:
            raise Refused("the sandbox has ended")

    def _on_keeper(self):
        try:
            message, _ = channel.receive(self._sync)
        except (channel.Closed, OSError):
            self._hang_up_on_keeper()
            return
        if "failed" in message:
            self._fail(message["failed"][:_MAX_REASON], True)
        elif "checkpointed" in message:
            self._tell_checkpointed(None)
        elif not self._plan.to_be_checkpointed:
            self._hang_up_on_keeper()

    def _hang_up_on_keeper(self):
        if self._sync is not None:
            self._loop.forget(self._sync.fileno())
            self._sync.close()
            self._sync = None

    def _on_guest(self):
        try:
            message, _ = channel.hear(self._sock)
        except (channel.Closed, OSError):
            self._hang_up_on_guest()
            if self._checkpointed is None:
                self.kill()
            return
        if self._born is not None:
            self._on_greeting(message)
        elif self._answered is not None:
            answered, self._answered = self._answered, None
            answered(message)
        elif self._run is not None:
            self._on_run(message)

    def _on_run(self, message):
        if "started" in message:
            self._run.on_started(time.monotonic_ns())  # its clock is not ours
        elif isinstance(message.get("exited"), int):
            self._run.on_exited(message["exited"])

    def _on_greeting(self, message):
        if "failed" in message:
            self._fail(str(message["failed"])[:_MAX_REASON], False)
        elif self._expected and self._expected[0] in message:
            self._expected.pop(0)
            self.mapped = str(message.get("mapped", ""))
            if not self._expected:
                self._tell_born(None, False)

    def _hang_up_on_guest(self):
        if self._sock is not None:
            self._loop.forget(self._sock.fileno())
            channel.hang_up(self._sock)
            self._sock = None

    def _fail(self, why, retryable):
        self._tell_born(why, retryable)
        self._tell_checkpointed(why)
        self.kill()

    def _tell_born(self, why, retryable):
        self._patience.cancel()
        born, self._born = self._born, None
        if born is not None:
            born(why, retryable)

    def _tell_checkpointed(self, why):
        self._patience.cancel()
        done, self._checkpointed = self._checkpointed, None
        if done is not None:
            done(why)

    def _on_end(self):
        """The keeper has ended, and with it every process of the container."""
        self._fail("it ended too soon", True)
        self._gone = True
        self._loop.forget(self._pidfd)
        os.close(self._pidfd)
        self._hang_up_on_guest()
        self._hang_up_on_keeper()
        if self._answered is not None:
            answered, self._answered = self._answered, None
            answered({"refused": "the sandbox has ended"})
        if self._run is not None:
            self._run.on_end(self._closing)
        if self._plan.cgroup is not None:
            cgroups.remove(self._plan.cgroup)
        self._on_gone()

    def _run_finished(self):
        self._run = None
