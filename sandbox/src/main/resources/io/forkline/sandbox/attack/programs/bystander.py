"""Another fork of the same snapshot, which does nothing to anybody: says that it lives, and what reaches it."""
import os
import signal
import socket
import sys
import time

MARK = sys.argv[1]
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
    try:
        signal.signal(number, lambda got, _: print("reached signal %d" % got, flush=True))
    except (OSError, ValueError):
        continue
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/home/forkline"):
    with open(os.path.join(folder, MARK), "w") as file:
        file.write("mine")
listeners = []
for family, address in (
    (socket.AF_UNIX, "\0" + MARK),
    (socket.AF_UNIX, "/tmp/%s.socket" % MARK),
    (socket.AF_INET, ("127.0.0.1", 40_000)),
):
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen()
    listener.setblocking(False)
    listeners.append(listener)
while True:
    print("alive", flush=True)
    for listener in listeners:
        try:
            listener.accept()
            print("reached a connection", flush=True)
        except BlockingIOError:
            continue
    time.sleep(0.1)
