"""Messages between our own processes: one JSON object and a few descriptors in each packet of a socket pair."""

import array
import json
import os
import socket

MAX_BYTES = 160 * 1024
_MAX_DESCRIPTORS = 8
_MOST_THE_KERNEL_PASSES = 253
_MOST_NUMBER = 1 << 62
_CREDENTIALS_BYTES = 12
# one for all: a new one for each message would be mapped, faulted in and given back each time
_RECEIVED = memoryview(bytearray(MAX_BYTES))


class Closed(Exception):
    """The other end is gone, or does not speak our language: either way there is nothing more to hear."""


class TooLong(Exception):
    """The message does not fit into one packet."""


def pair():
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(sock, message, descriptors=(), wait=True):
    """A supervisor does not wait: whoever does not read would hold up all the others."""
    body = json.dumps(message).encode()
    if len(body) > MAX_BYTES:
        raise TooLong("%d bytes, at most %d" % (len(body), MAX_BYTES))
    ancillary = []
    if descriptors:
        ancillary.append((socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors)))
    sock.sendmsg([body], ancillary, 0 if wait else socket.MSG_DONTWAIT)


def receive(sock, most_descriptors=_MAX_DESCRIPTORS):
    """The next message, from somebody whom we trust: the object and its descriptors."""
    body, descriptors, _ = _next(sock, most_descriptors)
    message = _parse(body)
    if message is None:
        for descriptor in descriptors:
            os.close(descriptor)
        raise Closed()
    return message, descriptors


def hear(sock, wait=True):
    """
    The next message, from somebody whom we do not trust: an object of words and numbers, and the sender's pid where the
    socket asks for it. Nobody has a descriptor to send to us.
    """
    body, descriptors, pid = _next(sock, _MOST_THE_KERNEL_PASSES, 0 if wait else socket.MSG_DONTWAIT)
    message = _parse(body)
    if descriptors:
        _drop(descriptors)
        raise Closed()
    if message is None or not all(map(_is_plain, message.values())):
        raise Closed()
    return message, pid


def hang_up(sock):
    """Closes the socket to somebody whom we do not trust. What waits in it would be closed with it, so it is taken out first."""
    waiting = []
    try:
        sock.shutdown(socket.SHUT_RDWR)
        # what tells the end from an empty message is that it has no sender
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        sender = 0
        while sender is not None:
            _, descriptors, sender = _next(sock, _MOST_THE_KERNEL_PASSES)
            waiting.extend(descriptors)
    except OSError:
        pass  # it is the end of the messages that we are after
    if waiting:
        _drop(waiting)
    sock.close()


def _drop(descriptors):
    """
    Closes them without waiting. A socket's last holder waits for as long as whoever sent it has set (SO_LINGER), unless it ends: so
    the last to hold them is a process that does nothing else.
    """
    dropped, holding = os.pipe()
    try:
        last = os.fork() == 0
    except OSError:
        return  # better held than waited for
    if last:
        os.close(holding)
        os.read(dropped, 1)
        os._exit(0)
    for descriptor in [*descriptors, dropped, holding]:
        os.close(descriptor)


def _is_plain(value):
    return isinstance(value, (str, bool)) or (isinstance(value, int) and abs(value) < _MOST_NUMBER)


def _next(sock, most_descriptors, flags=0):
    space = socket.CMSG_SPACE(most_descriptors * 4) + socket.CMSG_SPACE(_CREDENTIALS_BYTES)
    length, ancillary, _, _ = sock.recvmsg_into([_RECEIVED], space, socket.MSG_CMSG_CLOEXEC | flags)
    descriptors, pid = [], None
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            received = array.array("i")
            received.frombytes(data[: len(data) - len(data) % received.itemsize])
            descriptors.extend(received)
        elif level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            pid = int.from_bytes(data[:4], "little", signed=True)
    return bytes(_RECEIVED[:length]), descriptors, pid


def _parse(body):
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None
