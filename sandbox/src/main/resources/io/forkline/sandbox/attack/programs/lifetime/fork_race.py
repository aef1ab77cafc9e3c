"""Forks away from whoever kills: each process lives for a moment only and leaves another. They have a name that is looked for outside."""
import ctypes
import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
ctypes.CDLL(None).prctl(15, os.environ["CANARY_MARK"].encode(), 0, 0, 0)
if os.fork() > 0:
    time.sleep(60)
while True:
    try:
        if os.fork() > 0:
            os._exit(0)
        os.setsid()
    except OSError:
        continue
