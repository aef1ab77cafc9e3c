"""What one fork has of its environment's destinations: the sockets that listen in it, and the connections that came in by them.

Where a connection goes is decided by the socket that it came in by, and by nothing that the fork says.
"""

import errno
import os
import socket

from . import channel
from .dialling import Dialling
from .exchange import Exchange, reset

MOST_CONNECTIONS = 64
_IDLE_SECONDS = 600.0
_PAUSE_SECONDS = 1.0
_NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Passage:
    """Waits for its sockets from the cell; then open; in the end closed, with all that went through."""

    def __init__(self, loop, resolver, destinations, from_cell, complain):
        self._loop, self._resolver, self._complain = loop, resolver, complain
        self._destinations, self._from_cell = destinations, from_cell
        self._listening, self._accepting = {}, False
        self._connections, self._closed = set(), False
        loop.watch(from_cell.fileno(), self._on_sockets)

    def close(self):
        self._closed = True
        self._hang_up_on_cell()
        self._stop_accepting()
        for sock in self._listening:
            sock.close()
        for end in list(self._connections):
            end()

    def _on_sockets(self):
        """From our own code, before there is anybody else in the fork. What is not as agreed is not used all the same."""
        try:
            message, descriptors = channel.receive(self._from_cell, len(self._destinations))
            self._listening = _as_agreed(descriptors, self._destinations)
            channel.send(self._from_cell, {"taken": True} if self._listening else {"failed": "its sockets are not as agreed"})
        except (channel.Closed, OSError):
            pass  # the cell has ended; whoever started it says so
        self._hang_up_on_cell()
        self._start_accepting()

    def _hang_up_on_cell(self):
        if self._from_cell is not None:
            self._loop.forget(self._from_cell.fileno())
            self._from_cell.close()
            self._from_cell = None

    def _start_accepting(self):
        if self._closed or self._accepting or len(self._connections) >= MOST_CONNECTIONS:
            return
        self._accepting = True
        for sock, destination in self._listening.items():
            self._loop.watch(sock.fileno(), lambda sock=sock, destination=destination: self._accept(sock, destination))

    def _stop_accepting(self):
        """Whoever connects now waits in the kernel's queue."""
        if self._accepting:
            self._accepting = False
            for sock in self._listening:
                self._loop.forget(sock.fileno())

    def _accept(self, listening, destination):
        try:
            inside, _ = listening.accept()
        except OSError as failed:
            if failed.errno in _NO_ROOM:
                self._stop_accepting()
                self._loop.after(_PAUSE_SECONDS, self._start_accepting)
            return
        self._dial(inside, destination)
        if len(self._connections) >= MOST_CONNECTIONS:
            self._stop_accepting()

    def _dial(self, inside, destination):
        def reached(outside):
            self._connections.discard(give_up)
            self._exchange(inside, outside)

        def failed(why):
            self._complain(destination, why)
            reset(inside)
            self._forget(give_up)

        def give_up():
            dialling.give_up()
            reset(inside)
            self._forget(give_up)

        self._connections.add(give_up)
        dialling = Dialling(self._loop, self._resolver, destination, reached, failed)

    def _exchange(self, inside, outside):
        def end():
            exchange.break_off()

        self._connections.add(end)
        exchange = Exchange(self._loop, inside, outside, _IDLE_SECONDS, lambda: self._forget(end))

    def _forget(self, connection):
        self._connections.discard(connection)
        self._start_accepting()


def _as_agreed(descriptors, destinations):
    """The sockets, each with its destination; none where one is not what it should be."""
    listening = {}
    try:
        for descriptor, destination in zip(descriptors, destinations, strict=True):
            sock = socket.socket(fileno=descriptor)
            listening[sock] = destination
            where = sock.getsockname()[:2]
            if not sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) or where != (destination.inside, destination.port):
                raise ValueError(where)
            sock.setblocking(False)
        return listening
    except (OSError, ValueError):
        for descriptor in descriptors:
            _close(descriptor)
        for sock in listening:
            sock.detach()
        return {}


def _close(descriptor):
    try:
        os.close(descriptor)
    except OSError:
        return
