"""Files of the host's system, of the interpreter and of the base; a mark in their name shows outside whether one was made."""
import os
import sys

from attempt import none_works

MARK = os.environ["CANARY_MARK"]
FOLDERS = ("/usr", "/usr/bin", "/usr/local/bin", "/usr/lib/python3", "/bin", "/lib", "/dev", sys.base_prefix, "/dev/../usr/lib")


def create(folder):
    path = os.path.join(folder, MARK)
    with open(path, "w") as file:
        file.write("x")
    return path


def overwrite(path):
    with open(path, "r+b"):
        return "open for writing"


none_works(
    [("in " + folder, lambda folder=folder: create(folder)) for folder in FOLDERS]
    + [(path, lambda path=path: overwrite(path)) for path in ("/usr/bin/env", os.path.realpath(sys.executable), os.__file__)]
    + [("mode of /usr/bin/env", lambda: os.chmod("/usr/bin/env", 0o777)), ("name of /usr/bin/env", lambda: os.rename("/usr/bin/env", "/usr/bin/x"))]
)
