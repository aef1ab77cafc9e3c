"""A cell as the supervisor sees it: a control socket to its init, and a pidfd to kill it by."""

import os
import signal
import socket

from . import channel, kernel, rootfs, runner
from .failures import Refused

_START_SECONDS = 30
_TARGET = "/target"
_MAX_REASON = 500


class Cell:
    """Starting until its init says that all confinement is in force; then ready; in the end gone. Its owner is told of each."""

    def __init__(self, loop, slot, owner):
        self._loop, self.slot, self.owner = loop, slot, owner
        self.pid, self._pidfd = None, None
        self.number = None
        self._started, self._answered = None, None
        self._over = False
        self._sock, theirs = channel.pair()
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.theirs = theirs.detach()
        self._patience = loop.after(_START_SECONDS, lambda: self.fail("it did not start in time"))
        loop.watch(self._sock.fileno(), self._on_message)
        self._listening = True

    def is_ready(self):
        return self._pidfd is not None and not self._over

    def ask(self, message, descriptors, answered, started=None):
        """One request at a time. The answer is the guest's word; that of a cell which ends instead is a refusal."""
        if self._answered is not None:
            raise Refused("the sandbox is busy: it does one thing at a time")
        try:
            channel.send(self._sock, message, descriptors, wait=False)
        except channel.TooLong as long:
            raise Refused("the command and its environment are too long: %s" % long)
        except OSError:
            raise Refused("the sandbox has ended")
        self._started, self._answered = started, answered

    def attach(self, target, home):
        """From outside, so that nothing inside needs a privilege for it; one descriptor in, then back home."""
        tree = kernel.clone_mount(target)
        try:
            kernel.restrict_mount(tree, rootfs.READ_ONLY)
            kernel.setns(self._pidfd, kernel.CLONE_NEWNS)
            try:
                kernel.attach_mount(tree, _TARGET)
            finally:
                kernel.setns(home, kernel.CLONE_NEWNS)
        finally:
            os.close(tree)

    def namespaces(self):
        """What a clone needs to join: the PID namespace first, then the others in their order."""
        opened = []
        try:
            for name in ("pid",) + tuple(name for name, _ in runner.JOINED):
                opened.append(os.open("/proc/%d/ns/%s" % (self.pid, name), os.O_RDONLY | os.O_CLOEXEC))
            return opened
        except OSError:
            for descriptor in opened:
                os.close(descriptor)
            raise

    def kill(self):
        """It is gone when its pidfd says so, with every process in it; nobody has to wait for that."""
        if self._pidfd is None:
            self.fail("it was closed while it started")
        elif not self._over:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except ProcessLookupError:
                return

    def fail(self, why):
        """It never became ready. Whoever started it is not always there to be told."""
        if self._pidfd is None and not self._over:
            self._leave()
            self.owner.cell_failed(self, why)

    def _on_message(self):
        try:
            message, pid = channel.hear(self._sock)
        except (channel.Closed, OSError):
            self._stop_listening()
            if self._pidfd is None:
                self.fail("it ended before it was ready")
            else:
                self.kill()
            return
        if self._pidfd is None:
            self._on_first(message, pid)
        elif "started" in message and self._started is not None:
            started, self._started = self._started, None
            started(message["started"])
        elif self._answered is not None:
            self._answer(message)

    def _answer(self, message):
        answered, self._answered = self._answered, None
        answered(message)

    def _on_first(self, message, pid):
        """The kernel says who sent this, whatever it says itself."""
        if "ready" not in message:
            self.fail(str(message.get("failed"))[:_MAX_REASON])
            return
        try:
            pidfd = os.pidfd_open(pid)
        except OSError:
            self.fail("it ended before it was ready")
            return
        self.pid, self._pidfd = pid, pidfd
        self._patience.cancel()
        self._loop.watch(pidfd, self._on_end)
        self.owner.cell_ready(self)

    def _on_end(self):
        """PID 1 of the cell has ended, and with it every process in it."""
        self._leave()
        self._loop.forget(self._pidfd)
        os.close(self._pidfd)
        self.owner.cell_ended(self)
        if self._answered is not None:
            self._answer({"refused": "the sandbox has ended"})

    def _leave(self):
        self._over = True
        self._patience.cancel()
        self._stop_listening()
        channel.hang_up(self._sock)

    def _stop_listening(self):
        if self._listening:
            self._listening = False
            self._loop.forget(self._sock.fileno())
