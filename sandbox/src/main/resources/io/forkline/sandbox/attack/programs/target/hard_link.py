"""A second name of a read-only file, in a place that may be written."""
import os

from attempt import none_works


def link(path):
    os.link(path, "/tmp/second-name")
    with open("/tmp/second-name", "a") as file:
        file.write("x")


def link_descriptor(path):
    os.link("/proc/self/fd/%d" % os.open(path, os.O_RDONLY), "/tmp/third-name", follow_symlinks=True)
    with open("/tmp/third-name", "a") as file:
        file.write("x")


none_works(
    [(path, lambda path=path: link(path)) for path in ("/target/file", "/opt/environment/attempt.py", "/usr/bin/env")]
    + [("a descriptor of /target/file", lambda: link_descriptor("/target/file"))]
)
