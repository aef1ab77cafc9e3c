"""The target has links to files of the host and out of the tree. The tree is laid out so by the battery, not by the store."""
import os

from attempt import none_works


def read(path):
    with open(path) as file:
        return file.read(200)


none_works(
    [(name, lambda name=name: read("/target/" + name)) for name in ("out", "up", "root/" + os.environ["CANARY_FILE"].lstrip("/"))]
    + [("folder " + name, lambda name=name: read("/target/folder/" + name)) for name in os.environ["CANARY_FILE"].split("/")[-1:]]
)
