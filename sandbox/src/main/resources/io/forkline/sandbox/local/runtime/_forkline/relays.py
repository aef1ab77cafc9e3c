"""The relay of an environment, as the supervisor sees it. Where an environment may reach nothing there is none."""

import itertools
import os
import signal
import sys

from . import channel, kernel
from .outbox import Outbox

_PROGRAMS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_CONTROL = 3
# to read the interpreter's library, which may be root's own, and then to become somebody else with none
_UNTIL_IT_IS_CONFINED = (kernel.CAP_DAC_READ_SEARCH, kernel.CAP_SETGID, kernel.CAP_SETUID, kernel.CAP_SETPCAP)


class Relay:
    def __init__(self, loop, allowed, user, on_end):
        self._loop, self._on_end = loop, on_end
        self._numbers, self._open = itertools.count(1), {}
        ours, theirs = channel.pair()
        self.pid = os.fork()
        if self.pid == 0:
            _become_relay(theirs)
        theirs.close()
        self._sock, self._outbox = ours, Outbox(loop, ours)
        self._pidfd = os.pidfd_open(self.pid)
        loop.watch(self._pidfd, self._on_end_of_it)
        self._outbox.send({"allow": allowed, "user": user}, [], _ignore)

    def open(self, cell):
        """A way for the cell to hand over its sockets: the descriptor of its end."""
        ours, theirs = channel.pair()
        self._open[cell] = number = next(self._numbers)
        self._outbox.send({"opened": number}, [ours.detach()], cell.fail)
        return theirs.detach()

    def close(self, cell):
        """The cell has ended. The sockets that it made are the relay's, and would stay."""
        number = self._open.pop(cell, None)
        if number is not None and self._pidfd is not None:
            self._outbox.send({"closed": number}, [], _ignore)

    def end(self):
        if self._pidfd is not None:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except ProcessLookupError:
                pass  # by itself
            self._let_go()

    def _on_end_of_it(self):
        self._let_go()
        self._on_end()

    def _let_go(self):
        self._loop.forget(self._pidfd)
        os.close(self._pidfd)
        self._pidfd = None
        self._outbox.close()
        self._sock.close()


def _become_relay(control):
    """Never returns. The program starts afresh, with nothing in its memory that the supervisor knows."""
    try:
        os.dup2(control.fileno(), _CONTROL)
        os.set_inheritable(_CONTROL, True)
        kernel.close_range(_CONTROL + 1, 0xFFFFFFFF)
        kernel.keep_capabilities(_UNTIL_IT_IS_CONFINED, over_exec=True)
        os.execv(sys.executable, [sys.executable, "-I", "-S", _PROGRAMS, "relay", str(_CONTROL)])
    finally:
        os._exit(1)


def _ignore(why):
    """It has ended, and that is heard of by itself."""
