"""Stops itself and all it started, so that nothing in it can end by itself."""
import os
import signal

if os.fork() == 0:
    os.execvp("sleep", ["sleep", os.environ["CANARY_SLEEP"]])
os.kill(-1, signal.SIGSTOP)
while True:
    os.kill(os.getpid(), signal.SIGSTOP)
