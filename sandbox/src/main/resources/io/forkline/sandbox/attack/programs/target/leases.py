"""A lease holds up whoever opens the file next, for 45 s: other forks, and where all have one user id the host as well."""
import fcntl
import os
import signal

from attempt import none_works

SET_LEASE, NOTIFY, SET_DELEGATION = 1024, 1026, 1040
CREATED, MANY_TIMES = 0x4, 0x80000000
signal.signal(signal.SIGIO, signal.SIG_IGN)


def lease(path):
    fcntl.fcntl(os.open(path, os.O_RDONLY | os.O_CREAT if path.startswith("/tmp") else os.O_RDONLY), SET_LEASE, fcntl.F_WRLCK)
    return "others wait for it"


none_works(
    [(path, lambda path=path: lease(path)) for path in ("/target/file", __file__, "/tmp/mine")]
    + [
        ("signals from a folder", lambda: fcntl.fcntl(os.open("/tmp", os.O_RDONLY), NOTIFY, CREATED | MANY_TIMES)),
        ("a lease on a folder", lambda: fcntl.fcntl(os.open("/target", os.O_RDONLY), SET_DELEGATION, b"\0" * 8)),
    ]
)
