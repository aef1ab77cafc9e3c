"""Signals that the kernel sends for somebody: a pipe's owner gets one when there is something to read. The owner is a process of the host."""
import fcntl
import os
import signal

from attempt import none_works

SET_SIGNAL = 10
PID = int(os.environ["CANARY_PID"])


def owned_by(owner):
    out, into = os.pipe()
    fcntl.fcntl(out, SET_SIGNAL, signal.SIGUSR1)
    fcntl.fcntl(out, fcntl.F_SETOWN, owner)
    fcntl.fcntl(out, fcntl.F_SETFL, os.O_ASYNC)
    os.write(into, b"x")
    return "process %d of the host was signalled" % owner


none_works([("a pipe's owner", lambda: owned_by(PID)), ("its group", lambda: owned_by(-PID))])
