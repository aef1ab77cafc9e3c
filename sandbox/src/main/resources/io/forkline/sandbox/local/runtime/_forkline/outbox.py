"""Messages to a process that we do not trust to read: as much as its socket takes, the rest when it takes more."""

import collections
import os
import selectors

from . import channel


class Outbox:
    def __init__(self, loop, sock):
        self._loop, self._sock = loop, sock
        # the same socket twice: one number to hear of messages, one to hear of room
        self._room = os.dup(sock.fileno())
        self._waiting = collections.deque()

    def send(self, message, descriptors, failed):
        """Takes the descriptors over, and closes them. `failed` is told why the message cannot be sent."""
        self._waiting.append((message, descriptors, failed))
        if len(self._waiting) == 1:
            self._flush()

    def _flush(self):
        while self._waiting:
            message, descriptors, failed = self._waiting[0]
            try:
                channel.send(self._sock, message, descriptors, wait=False)
            except BlockingIOError:
                self._loop.watch(self._room, self._on_room, selectors.EVENT_WRITE)
                return
            except OSError as refused:
                failed(str(refused))
            self._waiting.popleft()
            _close(descriptors)

    def _on_room(self):
        self._loop.forget(self._room)
        self._flush()

    def close(self):
        if self._waiting:
            self._loop.forget(self._room)
        os.close(self._room)
        while self._waiting:
            _, descriptors, failed = self._waiting.popleft()
            _close(descriptors)
            failed("the environment's process has ended")


def _close(descriptors):
    for descriptor in descriptors:
        os.close(descriptor)
