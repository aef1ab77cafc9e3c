"""Stands on the host, unconfined, and tells what reached it: connections, datagrams, signals, another priority, a write
into its memory.

Writes one line of JSON that says where it is; then, for each line it reads, one with what has reached it since the last. Ends with its
standard input.
"""

import ctypes
import json
import os
import select
import signal
import socket
import sys

folder, secret = sys.argv[1], os.environ["CANARY_SECRET"].encode()
reached = []
memory = ctypes.create_string_buffer(secret)
priority = os.getpriority(os.PRIO_PROCESS, 0)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2):
    signal.signal(number, lambda got, _: reached.append("signal %d" % got))
ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_long(-1), 0, 0, 0)  # PR_SET_PTRACER: that others may is what makes an attempt count


def listening(family, address, kind=socket.SOCK_STREAM):
    made = socket.socket(family, kind)
    made.bind(address)
    if kind == socket.SOCK_STREAM:
        made.listen(16)
    return made


tcp, udp = listening(socket.AF_INET, ("127.0.0.1", 0)), listening(socket.AF_INET, ("127.0.0.1", 0), socket.SOCK_DGRAM)
path = os.path.join(folder, "socket")
sockets = {
    tcp: "a connection to its TCP port",
    udp: "a datagram to its UDP port",
    listening(socket.AF_UNIX, "\0forkline-canary-%d" % os.getpid()): "a connection to its abstract socket",
    listening(socket.AF_UNIX, path): "a connection to its socket file",
}
os.chmod(path, 0o666)
where = {
    "CANARY_TCP": tcp.getsockname()[1],
    "CANARY_UDP": udp.getsockname()[1],
    "CANARY_ABSTRACT": "forkline-canary-%d" % os.getpid(),
    "CANARY_SOCKET": path,
    "CANARY_PID": os.getpid(),
    "CANARY_ADDRESS": ctypes.addressof(memory),
}
print(json.dumps({name: str(value) for name, value in where.items()}), flush=True)


def accept(ready):
    reached.append(sockets[ready])
    if ready is udp:
        _, sender = udp.recvfrom(100)
        udp.sendto(secret, sender)
        return
    other, _ = ready.accept()
    other.send(secret)
    other.close()


while True:
    readable, _, _ = select.select([sys.stdin, *sockets], [], [])
    for ready in [each for each in readable if each is not sys.stdin]:
        accept(ready)
    if sys.stdin in readable and len(readable) == 1:
        if not sys.stdin.readline():
            break
        if memory.value != secret:
            reached.append("a write into its memory")
            memory.value = secret
        if os.getpriority(os.PRIO_PROCESS, 0) != priority:
            reached.append("another priority")
            priority = os.getpriority(os.PRIO_PROCESS, 0)
        print(json.dumps(reached), flush=True)
        reached.clear()
