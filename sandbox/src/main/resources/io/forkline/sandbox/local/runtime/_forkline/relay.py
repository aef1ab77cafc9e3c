"""Carries bytes between the forks of one environment and the destinations that the environment may reach.

Our own code in a program of its own, in the network of the host, without a privilege. It knows no fork, no job and no file; it gets
the list once, from the supervisor, and from each cell the sockets that listen there. It ends with the environment.
"""

import os
import resource
import socket

from . import channel, destinations, identity, kernel, seccomp
from .loop import Loop
from .passage import Passage
from .resolving import Resolver


def main(control):
    """Never returns."""
    kernel.set_process_name("forkline-relay")
    sock = socket.socket(fileno=control)
    message, _ = channel.receive(sock)
    _confine(message["user"])
    _Relay(sock, destinations.plan(message["allow"])).run()


def _confine(user):
    """No capability and no way to one; no program, and nothing to listen at but what it is given."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kernel.bound_capabilities(())
    identity.become(user)
    kernel.hold_capabilities(())
    kernel.no_new_privileges()
    kernel.install_filter(seccomp.of_zygote())
    kernel.install_filter(seccomp.of_relay())
    kernel.set_dumpable(False)


class _Relay:
    def __init__(self, sock, wanted):
        self._sock, self._destinations = sock, wanted
        self._loop = Loop()
        self._resolver = Resolver(self._loop)
        self._passages, self._complaints = {}, set()

    def run(self):
        self._loop.watch(self._sock.fileno(), self._on_message)
        self._loop.run()

    def _on_message(self):
        try:
            message, descriptors = channel.receive(self._sock)
        except (channel.Closed, OSError):
            os._exit(0)
        if "opened" in message:
            from_cell = socket.socket(fileno=descriptors[0])
            self._passages[message["opened"]] = Passage(
                self._loop, self._resolver, self._destinations, from_cell, self._complain
            )
        else:
            passage = self._passages.pop(message["closed"], None)
            if passage is not None:
                passage.close()

    def _complain(self, destination, why):
        """For the operator, once for each destination: a fork sees a reset connection, and may make as many as it likes."""
        if destination not in self._complaints:
            self._complaints.add(destination)
            try:
                os.write(2, ("forkline: %s, which a sandbox may reach, %s\n" % (destination, why)).encode())
            except OSError:
                return  # nobody reads it any more
