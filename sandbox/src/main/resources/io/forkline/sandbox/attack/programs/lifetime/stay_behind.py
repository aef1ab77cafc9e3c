"""Ends at once, and leaves a daemon by all the rules: two forks, a session of its own, no descriptor, no signal that it hears."""
import os
import signal

from attempt import held

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(0, 64):
            try:
                os.close(number)
            except OSError:
                continue
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        os.execvp("sleep", ["sleep", os.environ["CANARY_SLEEP"]])
    os._exit(0)
os.wait()
held("the daemon was ended with the command")
