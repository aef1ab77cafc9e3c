"""A warm clone as the supervisor sees it: a socket to hand a script over. Its cell is what it is killed by."""

import socket

from . import channel
from .failures import Refused

_START_SECONDS = 30
_MAX_REASON = 500


class Runner:
    """Starting until it is in its cell and confined; then parked; then running one script, of which the zygote tells the end."""

    def __init__(self, loop, owner):
        self._loop, self._owner = loop, owner
        self._ready = False
        self._on_started, self._on_exited = None, None
        self.pid = None
        self._sock, theirs = channel.pair()
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.theirs = theirs.detach()
        self._patience = loop.after(_START_SECONDS, lambda: self.fail("it did not join its cell in time"))
        loop.watch(self._sock.fileno(), self._on_message)
        self._listening = True

    def run(self, script, environment, descriptors, started, exited):
        message = {"script": [script.kind, script.name, script.arguments], "environment": environment}
        try:
            channel.send(self._sock, message, descriptors, wait=False)
        except channel.TooLong as long:
            raise Refused("the command and its environment are too long: %s" % long)
        except OSError:
            raise Refused("the sandbox has ended")
        self._on_started, self._on_exited = started, exited

    def exited(self, code):
        """The zygote's word, which is the guest's word. What the clone said before comes first."""
        while self._listening and self._on_message(wait=False):
            continue
        if self._on_exited is not None:
            self._on_exited(code)
        elif not self._ready:
            self.fail("it ended before it was ready")
        else:
            self._owner.runner_lost(self)

    def fail(self, why):
        if not self._ready:
            self._ready = True
            self.let_go()
            self._owner.runner_failed(self, why)

    def let_go(self):
        """A clone that is parked ends with its socket."""
        self._patience.cancel()
        if self._listening:
            self._listening = False
            self._loop.forget(self._sock.fileno())
        if self._sock.fileno() >= 0:
            channel.hang_up(self._sock)

    def _on_message(self, wait=True):
        """Whether there was a message."""
        try:
            message, pid = channel.hear(self._sock, wait)
        except BlockingIOError:
            return False
        except (channel.Closed, OSError):
            self._listening = False
            self._loop.forget(self._sock.fileno())
            self.fail("it ended before it was ready")
            return False
        if not self._ready:
            self.pid = pid
            self._on_first(message)
        elif "started" in message and self._on_started is not None:
            started, self._on_started = self._on_started, None
            started(message["started"])
        return True

    def _on_first(self, message):
        if "ready" not in message:
            self.fail(str(message.get("failed"))[:_MAX_REASON])
            return
        self._ready = True
        self._patience.cancel()
        self._owner.runner_ready(self)
