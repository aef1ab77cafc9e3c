"""Messages between our own processes: one JSON object and a few descriptors in each packet of a socket pair."""

import array
import json
import os
import socket

MAX_BYTES = 160 * 1024
_MAX_DESCRIPTORS = 4
_CREDENTIALS_BYTES = 12


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


def receive(sock):
    """The next message: the object, its descriptors, and the sender's pid where the socket asks for it."""
    space = socket.CMSG_SPACE(_MAX_DESCRIPTORS * 4) + socket.CMSG_SPACE(_CREDENTIALS_BYTES)
    body, ancillary, flags, _ = sock.recvmsg(MAX_BYTES, space, socket.MSG_CMSG_CLOEXEC)
    descriptors, pid = [], None
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            received = array.array("i")
            received.frombytes(data[: len(data) - len(data) % received.itemsize])
            descriptors.extend(received)
        elif level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            pid = int.from_bytes(data[:4], "little", signed=True)
    message = _parse(body)
    if message is None:
        for descriptor in descriptors:
            os.close(descriptor)
        raise Closed()
    return message, descriptors, pid


def _parse(body):
    try:
        message = json.loads(body)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
