"""A fork as the supervisor sees it: a control socket, a pidfd to kill it by, and the command that it runs."""

import os
import signal
import socket

from . import channel, kernel, rootfs
from .commands import CommandRun

_START_SECONDS = 30
_TARGET = "/target"
_MAX_REASON = 500


class Refused(Exception):
    """A request that cannot be served. Whether the same may work later decides what the caller does."""

    def __init__(self, message, retryable=False):
        super().__init__(message)
        self.retryable = retryable


class Fork:
    """Starting until the guest has confined itself; then ready, or running one command; in the end gone."""

    def __init__(self, supervisor, zygote, slot, request, reply):
        self._supervisor, self._loop = supervisor, supervisor.loop
        self.id, self.zygote, self.slot = request["fork"], zygote, slot
        self._target = request.get("target")
        self._reply = reply
        self._pidfd = None
        self._run = None
        self._pending = None
        self._closing = False
        self._is_gone = False
        self._sock, self.theirs = channel.pair()
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._patience = self._loop.after(_START_SECONDS, lambda: self.failed("it did not start in time", True))
        self._loop.watch(self._sock.fileno(), self._on_message)
        self._listening = True

    def run(self, request, reply, emit):
        self._check_idle()
        run = CommandRun(self._loop, request, reply, emit, self.kill, self._run_finished)
        message = {"op": "run", "argv": request["argv"], "environment": request["environment"]}
        try:
            run.hand_over(lambda descriptors: self._send(message, descriptors))
        except Refused:
            run.abandon()
            raise
        self._run = run

    def write(self, request, content, reply):
        self._check_idle()
        file = os.memfd_create("content")
        try:
            with os.fdopen(os.dup(file), "wb") as copy:
                copy.write(content)
            self._send({"op": "write", "path": request["path"]}, [file])
        finally:
            os.close(file)
        self._pending = lambda answer: reply(_transferred(answer))

    def read(self, request, reply):
        self._check_idle()
        file = os.memfd_create("content")
        try:
            self._send({"op": "read", "path": request["path"], "maxBytes": request["maxBytes"]}, [file])
        except Refused:
            os.close(file)
            raise

        def finish(answer):
            with os.fdopen(file, "rb") as copy:
                copy.seek(0)
                reply(_transferred(answer), copy.read(request["maxBytes"]))

        self._pending = finish

    def close(self):
        """Kills what runs. The fork is gone when its pidfd says so; nobody has to wait for that."""
        self._closing = True
        if self._pidfd is None:
            self.failed("it was closed while it started")
        else:
            self.kill()

    def kill_on_request(self):
        """A command that runs is answered with what it has written."""
        if self._run is not None:
            self._run.stop_on_request()
        elif self._pidfd is not None:
            self.kill()

    def kill(self):
        if self._is_gone:
            return
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except ProcessLookupError:
            return

    def never_born(self):
        """The zygote's word, which counts only until the fork has spoken for itself."""
        if self._pidfd is None:
            self.failed("the environment's process could not fork", True)

    def failed(self, why, retryable=False):
        """It never became ready."""
        reply, self._reply = self._reply, None
        self._gone()
        if reply is not None:
            reply({"error": "A sandbox could not be forked: %s." % why, "retryable": retryable})

    def _check_idle(self):
        if self._run is not None or self._pending is not None:
            raise Refused("the sandbox is busy: it runs one command at a time")

    def _send(self, message, descriptors):
        try:
            channel.send(self._sock, message, descriptors, wait=False)
        except channel.TooLong as long:
            raise Refused("the command and its environment are too long: %s" % long)
        except OSError:
            raise Refused("the sandbox has ended")

    def _on_message(self):
        try:
            message, pid = channel.hear(self._sock)
        except (channel.Closed, OSError):
            if self._pidfd is None:
                self.failed("it ended before it was ready", True)
            else:
                self._stop_listening()
                self.kill()
            return
        if self._pidfd is None:
            self._on_first(message, pid)
        elif self._pending is not None:
            pending, self._pending = self._pending, None
            pending(message)
        elif self._run is not None:
            self._run.on_message(message)

    def _on_first(self, message, pid):
        """The kernel says who sent this, whatever it says itself."""
        if "ready" not in message:
            self.failed(str(message.get("failed"))[:_MAX_REASON], True)
            return
        try:
            self._pidfd = os.pidfd_open(pid)
        except OSError:
            self.failed("it ended before it was ready", True)
            return
        self._patience.cancel()
        self._loop.watch(self._pidfd, self._on_end)
        try:
            if self._target is not None:
                self._attach_target()
        except OSError as refused:
            reply, self._reply = self._reply, None
            self.kill()
            reply({"error": "The target %s cannot be attached: %s." % (self._target, refused), "retryable": False})
            return
        reply, self._reply = self._reply, None
        reply({"forked": True})

    def _attach_target(self):
        """From outside, so that nothing inside needs a privilege for it; one descriptor in, then back where we were."""
        tree = kernel.clone_mount(self._target)
        try:
            kernel.restrict_mount(tree, rootfs.READ_ONLY)
            kernel.setns(self._pidfd, kernel.CLONE_NEWNS)
            try:
                kernel.attach_mount(tree, _TARGET)
            finally:
                kernel.setns(self._supervisor.mount_namespace, kernel.CLONE_NEWNS)
        finally:
            os.close(tree)

    def _on_end(self):
        """PID 1 of the fork has ended, and with it every process in it."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            pending({"refused": "the sandbox has ended"})
        run = self._run
        self._gone()
        if run is not None:
            run.on_end(self._closing)

    def _run_finished(self):
        self._run = None

    def _gone(self):
        if self._is_gone:
            return
        self._is_gone = True
        self._patience.cancel()
        self._stop_listening()
        channel.hang_up(self._sock)
        if self._pidfd is not None:
            self._loop.forget(self._pidfd)
            os.close(self._pidfd)
        self._supervisor.fork_gone(self)

    def _stop_listening(self):
        if self._listening:
            self._listening = False
            self._loop.forget(self._sock.fileno())


def _transferred(answer):
    """The guest's word, and no more of it than there is room for in an answer."""
    return {"refused": str(answer["refused"])[:_MAX_REASON]} if "refused" in answer else {"transferred": True}
