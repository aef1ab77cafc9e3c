"""Looks for another fork of the same snapshot where forks could meet: files, names, segments, sockets, processes."""
import glob
import os
import socket

from attempt import call, escaped, held

MARK = os.environ["SIBLING_MARK"]
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/home/forkline", "/etc", "/opt/environment"):
    if os.path.exists(os.path.join(folder, MARK)):
        escaped("sees a file of another fork in " + folder)
for path in glob.glob("/proc/[0-9]*/cmdline"):
    with open(path, "rb") as file:
        if MARK.encode() in file.read():
            escaped("sees a process of another fork: " + path)
try:
    call("shmget", 0x5EC7E7, 0, 0)
    escaped("sees a segment of another fork")
except FileNotFoundError:
    pass
for address in ("\0" + MARK, "/tmp/%s.socket" % MARK):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as unix:
        try:
            unix.connect(address)
            escaped("talks to another fork")
        except OSError:
            continue
for port in range(40_000, 40_010):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1)
        escaped("reaches a port of another fork")
    except OSError:
        continue
held("no file, process, segment, socket or port of it is in sight")
