"""Leaves a process behind that holds the pipes: whoever waits for their end would wait for ever."""
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
os.write(1, b"\nheld whoever kept the pipes was ended with the command\n")
