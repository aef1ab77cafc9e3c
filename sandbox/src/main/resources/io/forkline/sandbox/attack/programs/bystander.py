"""Another fork of the same snapshot, which does nothing to anybody: says that it lives, what reaches it, and what it is suddenly refused."""
import ctypes
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
LIBC = ctypes.CDLL(None)


def watches():
    made = LIBC.inotify_init()
    return made >= 0 and os.close(made) is None


def sets_timers():
    timers = [ctypes.c_void_p() for _ in range(8)]
    made = [timer for timer in timers if LIBC.timer_create(1, None, ctypes.byref(timer)) == 0]
    for timer in made:
        LIBC.timer_delete(timer)
    return len(made) == len(timers)


def makes_a_queue():
    made = LIBC.mq_open(b"/bystander", 0o102, 0o600, None)
    return made >= 0 and os.close(made) is None and LIBC.mq_unlink(b"/bystander") == 0


# others of this user may have taken them before we came
needs = [need for need in (watches, sets_timers, makes_a_queue) if need()]
while True:
    print("alive", flush=True)
    for need in needs:
        if not need():
            print("%s no longer" % need.__name__, flush=True)
    for listener in listeners:
        try:
            listener.accept()
            print("reached a connection", flush=True)
        except BlockingIOError:
            continue
    time.sleep(0.1)
