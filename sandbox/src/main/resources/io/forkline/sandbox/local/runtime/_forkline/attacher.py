"""Moves processes into control groups, in a process of its own.

The first move after a pause waits for all processors (14 ms, and forks on the whole host with it); those that follow at once cost
next to nothing. So moves are made in batches, by somebody whom nobody waits for.
"""

import os
import signal

from . import channel, kernel
from .processes import with_descendants

_MOST_ROUNDS = 10


class Attacher:
    """The supervisor's end."""

    def __init__(self, loop):
        self._loop, self._told, self._number = loop, {}, 0
        self._sock, theirs = channel.pair()
        if os.fork() == 0:
            self._sock.close()
            _serve(theirs)
        theirs.close()
        loop.watch(self._sock.fileno(), self._on_message)

    def attach(self, group, pids, told):
        """Moves these processes and all below them."""
        self._number += 1
        self._told[self._number] = told
        channel.send(self._sock, {"number": self._number, "directories": group.directories, "pids": pids})

    def _on_message(self):
        try:
            message, _ = channel.receive(self._sock)
        except channel.Closed:
            raise OSError("who moves processes into control groups has ended")  # with it our hold on what forks may use
        self._told.pop(message["number"])()


def _serve(sock):
    """Never returns."""
    kernel.set_process_name("forkline-attach")
    kernel.keep_capabilities((kernel.CAP_DAC_OVERRIDE,))
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while True:
        try:
            message, _ = channel.receive(sock)
            _move(message["directories"], message["pids"])
            channel.send(sock, {"number": message["number"]})
        except (channel.Closed, OSError):
            os._exit(0)


def _move(directories, pids):
    """What is started meanwhile by one that is not moved yet is found in the next round."""
    moved, found = set(), with_descendants(pids)
    rounds = 0
    while found - moved and rounds < _MOST_ROUNDS:
        for directory in directories:
            for pid in found - moved:
                _write(os.path.join(directory, "cgroup.procs"), pid)
        moved |= found
        found = with_descendants(pids)
        rounds += 1


def _write(path, pid):
    try:
        with open(path, "w") as file:
            file.write(str(pid))
    except OSError:
        return  # it has ended, or its group has
