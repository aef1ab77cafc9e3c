"""From a destination to a connection: the address itself, or what its name leads to now, one after another until one answers."""

import collections
import errno
import os
import selectors
import socket

from .resolving import Unreachable

_SECONDS = 30.0


class Dialling:
    def __init__(self, loop, resolver, destination, reached, failed):
        """Calls `reached` with a connected socket, or `failed` with a reason, once, unless it is given up before."""
        self._loop, self._destination, self._reached, self._failed = loop, destination, reached, failed
        self._sock, self._left, self._over = None, collections.deque(), False
        self._problem = "does not answer"
        self._patience = loop.after(_SECONDS, lambda: self._fail("does not answer"))
        if destination.is_name:
            resolver.resolve(destination.host, destination.port, self._on_addresses)
        else:
            self._on_addresses([destination.host])

    def give_up(self):
        self._over = True
        self._patience.cancel()
        self._hang_up()

    def _on_addresses(self, answer):
        if self._over:
            return
        if isinstance(answer, Unreachable):
            self._fail(str(answer))
            return
        self._left.extend(answer)
        self._try_next()

    def _try_next(self):
        if not self._left:
            self._fail(self._problem)
            return
        address = self._left.popleft()
        try:
            self._sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        except OSError as failed:
            self._refuse(failed.errno)
            return
        self._sock.setblocking(False)
        refused = self._sock.connect_ex((address, self._destination.port))
        if refused in (0, errno.EINPROGRESS):
            self._loop.watch(self._sock.fileno(), self._on_answer, selectors.EVENT_WRITE)
        else:
            self._refuse(refused)

    def _on_answer(self):
        self._loop.forget(self._sock.fileno())
        refused = self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if refused:
            self._refuse(refused)
            return
        self._over = True
        self._patience.cancel()
        self._reached(self._sock)

    def _refuse(self, number):
        """Goes on from the loop, so that nobody is called back before we are made."""
        self._problem = "cannot be connected to: %s" % os.strerror(number)
        if self._sock is not None:
            self._sock.close()
            self._sock = None
        self._loop.after(0, lambda: None if self._over else self._try_next())

    def _fail(self, why):
        self.give_up()
        self._failed(why)

    def _hang_up(self):
        if self._sock is not None:
            self._loop.forget(self._sock.fileno())
            self._sock.close()
            self._sock = None
