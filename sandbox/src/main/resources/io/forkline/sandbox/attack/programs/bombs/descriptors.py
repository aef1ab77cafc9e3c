"""Descriptors, also those that are sent to nobody and so are in flight, in no process."""
import array
import os
import socket

from attempt import escaped, held, name

MOST = 20_000
kept, refused = [], set()
try:
    while len(kept) < MOST:
        kept.append(os.open("/dev/null", os.O_RDONLY))
    escaped("%d open files in one process" % len(kept))
except OSError as failed:
    refused.add("%s at %d open files" % (name(failed), len(kept)))
for descriptor in kept[-40:]:
    os.close(descriptor)
in_flight = 0
try:
    for _ in range(15):
        left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        left.setblocking(False)
        for _ in range(200):
            left.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", kept[:200]))])
            in_flight += 200
            if in_flight > MOST:
                escaped("%d files in flight" % in_flight)
except OSError as failed:
    refused.add("%s at %d in flight" % (name(failed), in_flight))
held(" and ".join(sorted(refused)))
