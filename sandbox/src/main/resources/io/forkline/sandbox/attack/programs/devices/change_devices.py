"""The five devices are the host's own inodes: a mode or an owner that is changed here is changed for everyone."""
import os

from attempt import none_works

NAMES = ("/dev/null", "/dev/zero", "/dev/urandom")
none_works(
    [("mode of " + path, lambda path=path: os.chmod(path, 0o600)) for path in NAMES]
    + [("owner of " + path, lambda path=path: os.chown(path, os.getuid(), os.getgid())) for path in NAMES]
    + [("times of " + path, lambda path=path: os.utime(path, (0, 0))) for path in NAMES]
    + [("removing " + path, lambda path=path: os.remove(path)) for path in NAMES]
)
