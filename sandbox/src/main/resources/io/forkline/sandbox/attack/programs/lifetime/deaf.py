"""Ignores every signal that can be ignored, and starts one that does as well in a session of its own."""
import os
import signal
import time

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue
if os.fork() == 0:
    os.setsid()
    os.execvp("sleep", ["sleep", os.environ["CANARY_SLEEP"]])
while True:
    time.sleep(60)
