"""Bytes both ways between two connected sockets, until both sides have ended, one breaks off, or neither says anything for long.

Of each way there is one chunk in our memory: who does not read holds up only who writes to it.
"""

import selectors
import socket
import struct
import time

_CHUNK = 1 << 16
_AT_ONCE = struct.pack("ii", 1, 0)


class Exchange:
    def __init__(self, loop, inside, outside, idle_seconds, over):
        """Takes the sockets over. `over` is called once, with nothing left open."""
        self._loop, self._over, self._idle_seconds = loop, over, idle_seconds
        self._sockets = inside, outside
        self._out, self._back = _Way(inside, outside), _Way(outside, inside)
        self._watched = {inside: 0, outside: 0}
        self._moved_at = time.monotonic()
        self._idle = loop.after(idle_seconds, self._on_idle)
        for sock in self._sockets:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._watch()

    def break_off(self):
        """Both sides see a reset, which nobody takes for an end."""
        self._finish(reset)

    def _move(self):
        try:
            moved = [way.move() for way in (self._out, self._back)]
        except OSError:
            self.break_off()
            return
        if any(moved):
            self._moved_at = time.monotonic()
        if self._out.over and self._back.over:
            self._finish(socket.socket.close)
        else:
            self._watch()

    def _watch(self):
        inside, outside = self._sockets
        self._watch_for(inside, self._out.wants_to_read(), self._back.wants_to_write())
        self._watch_for(outside, self._back.wants_to_read(), self._out.wants_to_write())

    def _watch_for(self, sock, read, write):
        wanted = (selectors.EVENT_READ if read else 0) | (selectors.EVENT_WRITE if write else 0)
        if wanted == self._watched[sock]:
            return
        if self._watched[sock]:
            self._loop.forget(sock.fileno())
        if wanted:
            self._loop.watch(sock.fileno(), self._move, wanted)
        self._watched[sock] = wanted

    def _on_idle(self):
        left = self._moved_at + self._idle_seconds - time.monotonic()
        if left <= 0:
            self.break_off()
        else:
            self._idle = self._loop.after(left, self._on_idle)

    def _finish(self, close):
        self._idle.cancel()
        for sock in self._sockets:
            self._watch_for(sock, False, False)
            close(sock)
        self._over()


class _Way:
    """One direction. Over when its source has ended and its sink has been told."""

    def __init__(self, source, sink):
        self._source, self._sink = source, sink
        self._waiting, self._ended = b"", False
        self.over = False

    def wants_to_read(self):
        return not self._ended and not self._waiting

    def wants_to_write(self):
        return bool(self._waiting)

    def move(self):
        """Whether anything moved."""
        moved = False
        try:
            if self.wants_to_read():
                self._waiting = memoryview(self._source.recv(_CHUNK))
                self._ended, moved = not self._waiting, True
            while self._waiting:
                self._waiting = self._waiting[self._sink.send(self._waiting) :]
                moved = True
        except BlockingIOError:
            return moved
        if self._ended and not self.over:
            self._sink.shutdown(socket.SHUT_WR)
            self.over = True
        return moved


def reset(sock):
    """What is sent to it from now on, and what it has not read yet, is refused at once instead of in the end."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    except OSError:
        pass  # it has broken off already
    sock.close()
