"""The variables that every process in a sandbox has, fixed when its zygote starts; never the host's."""

import os

from . import rootfs

SITE = "/opt/forkline/site"
# where a setup installs to, as directories to be made: its parent is of the base, which no guest owns
INSTALLED = ("/opt/forkline", SITE)
PROGRAMS = "/opt/forkline/bin"
# numeric libraries start a thread for each processor when they are imported; a zygote must have one thread
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def variables():
    fixed = {
        "HOME": rootfs.GUEST_HOME,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "LD_LIBRARY_PATH": "/opt/forkline/lib",
        "LOGNAME": "forkline",
        "PATH": ":".join((SITE + "/bin", PROGRAMS, "/usr/local/bin", "/usr/bin", "/bin")),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": "/opt/forkline/python",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "USER": "forkline",
    }
    fixed.update({name: "1" for name in _ONE_THREAD})
    return fixed


def replace(wanted):
    """Makes these the variables of this process."""
    os.environ.clear()
    os.environ.update(wanted)
