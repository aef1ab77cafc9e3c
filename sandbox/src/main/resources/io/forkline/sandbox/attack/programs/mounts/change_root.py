"""The old way out: a second root below the first, and dots from a directory that is above it."""
import os

from attempt import call, none_works


def break_out():
    os.makedirs("/tmp/jail", exist_ok=True)
    above = os.open("/", os.O_RDONLY)
    os.chroot("/tmp/jail")
    os.fchdir(above)
    for _ in range(64):
        os.chdir("..")
    os.chroot(".")
    with open(os.environ["CANARY_FILE"]) as file:
        return file.read()


def pivot():
    call("pivot_root", b".", b".")


none_works([("chroot", break_out), ("pivot_root", pivot)])
