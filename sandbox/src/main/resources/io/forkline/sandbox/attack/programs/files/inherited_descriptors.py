"""A directory that somebody left open is a way out of any root."""
import os

from attempt import escaped, held

CANARY = os.environ["CANARY_FILE"]
seen = []
for number in range(3, 4096):
    try:
        os.fstat(number)
    except OSError:
        continue
    where = os.readlink("/proc/self/fd/%d" % number)
    # of ours are the file of this program and what lists descriptors
    if not where.startswith(("/opt/environment", "/proc/")):
        seen.append("%d is %s" % (number, where))
    try:
        with open(os.open("../" * 40 + CANARY.lstrip("/"), os.O_RDONLY, dir_fd=number)) as file:
            escaped("through descriptor %d: %s" % (number, file.read()))
    except OSError:
        continue
if seen:
    escaped("open without our doing: " + ", ".join(seen))
held("nothing is open but the three standard descriptors")
