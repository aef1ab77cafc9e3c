"""The two pipes to the JVM. Our standard input is the lease: at its end, everything ends.

A frame is two lengths (4 bytes each, big endian), a JSON object, and raw bytes.
"""

import json
import os
import selectors
import struct

_HEAD = struct.Struct(">II")
_CHUNK = 1 << 18
_FAR_BEHIND = 4 << 20


class Lease:
    def __init__(self, loop, incoming, outgoing, serve):
        self._loop, self._incoming, self._outgoing, self._serve = loop, incoming, outgoing, serve
        self._read, self._unsent = bytearray(), bytearray()
        self._when_sent = []
        os.set_blocking(incoming, False)
        os.set_blocking(outgoing, False)
        loop.watch(incoming, self._on_bytes)

    def send(self, message, payload=b""):
        """Never waits: a JVM that does not read must not hold up deadlines."""
        waiting = bool(self._unsent)
        self._unsent += frame(message, payload)
        if not waiting:
            self._flush(registered=False)

    def unsent(self):
        """Bytes."""
        return len(self._unsent)

    def when_sent(self, callback):
        """Calls back once, when all has been sent that waits now."""
        self._when_sent.append(callback)

    def _flush(self, registered=True):
        try:
            while self._unsent:
                del self._unsent[: os.write(self._outgoing, memoryview(self._unsent)[:_CHUNK].tobytes())]
        except BlockingIOError:
            if not registered:
                self._loop.watch(self._outgoing, self._flush, selectors.EVENT_WRITE)
            return
        except BrokenPipeError:
            end()
        if registered:
            self._loop.forget(self._outgoing)
            waiting, self._when_sent = self._when_sent, []
            for sent in waiting:
                sent()

    def _on_bytes(self):
        try:
            chunk = os.read(self._incoming, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            end()
        self._read += chunk
        while len(self._read) >= _HEAD.size:
            head, body = _HEAD.unpack_from(self._read)
            whole = _HEAD.size + head + body
            if len(self._read) < whole:
                return
            message = json.loads(bytes(self._read[_HEAD.size : _HEAD.size + head]))
            payload = bytes(self._read[_HEAD.size + head : whole])
            del self._read[:whole]
            self._serve(message, payload)


class Voice:
    """What a command writes, on its way to a JVM that hears it meanwhile. It waits with us, in our memory, so not all of it may."""

    def __init__(self, lease, number):
        self._lease, self._number = lease, number

    def say(self, stream, chunk):
        self._lease.send({"seq": self._number, "output": stream}, chunk)

    def is_far_behind(self):
        return self._lease.unsent() > _FAR_BEHIND

    def when_heard(self, callback):
        self._lease.when_sent(callback)


def frame(message, payload=b""):
    encoded = json.dumps(message).encode()
    return _HEAD.pack(len(encoded), len(payload)) + encoded + payload


def end():
    """We are PID 1 of a PID namespace: with us goes every process below."""
    os._exit(0)
