import os

from attempt import none_works

CANARY = os.environ["CANARY_FILE"]


def read(path):
    with open(path) as file:
        return file.read(200)


none_works(
    (what, lambda path=path: read(path))
    for what, path in (
        ("by its path", CANARY),
        ("by dots", "../" * 40 + CANARY.lstrip("/")),
        ("by /proc/self/root", "/proc/self/root" + CANARY),
        ("by /proc/1/root", "/proc/1/root" + CANARY),
        ("by the working directory of PID 1", "/proc/1/cwd/" + "../" * 40 + CANARY.lstrip("/")),
    )
)
