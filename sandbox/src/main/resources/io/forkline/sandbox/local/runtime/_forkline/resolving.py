"""Which addresses a name leads to. It may lead out, and never back: to this machine, its neighbours, or what a cloud tells a machine.

Whoever answers for a name may answer anything, at any time. So every connection asks anew, and goes to the very address that was
judged here. An address that is on the list itself is not judged: somebody meant it.
"""

import collections
import ipaddress
import os
import socket
from concurrent.futures.thread import ThreadPoolExecutor

_AT_ONCE = 8
_PUBLIC_6 = ipaddress.ip_network("2000::/3")
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
# what ipaddress does not know as private, or not in every version of Python
_NOT_PUBLIC = [
    ipaddress.ip_network(each)
    for each in (
        "192.0.0.0/24",  # the protocols' own; a cloud's metadata are at .192
        "168.63.129.16/32",  # public by number, and the host of every machine in a cloud
        "192.88.99.0/24",  # the old way into 2002::/16
        "2001::/23",  # the protocols' own, tunnels among them
        "2002::/16",  # an IPv4 address in disguise
        "2001:db8::/32",
        "3fff::/20",
    )
]


class Unreachable(Exception):
    """A name that leads nowhere, or nowhere that it may; the message goes on from "it"."""


class Resolver:
    """Asks as this machine asks, in threads, as that may take long."""

    def __init__(self, loop):
        self._threads = ThreadPoolExecutor(_AT_ONCE)
        self._answered = collections.deque()
        self._told = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        loop.watch(self._told, self._on_answers)

    def resolve(self, host, port, told):
        """`told` gets addresses that may be connected to, or an Unreachable."""
        self._threads.submit(self._ask, host, port, told)

    def _ask(self, host, port, told):
        try:
            answer = addresses(host, port)
        except Exception as failed:
            answer = failed if isinstance(failed, Unreachable) else Unreachable("cannot be looked up: %s" % failed)
        self._answered.append((told, answer))
        os.eventfd_write(self._told, 1)

    def _on_answers(self):
        os.eventfd_read(self._told)
        while self._answered:
            told, answer = self._answered.popleft()
            told(answer)


def addresses(host, port, look_up=socket.getaddrinfo):
    """Those that the name leads to and that may be connected to, in the order in which this machine would try them."""
    try:
        # as bytes: a text would go through a codec that is read from disk when it is first used
        found = look_up(host.encode(), port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except OSError as failed:
        raise Unreachable("cannot be looked up: %s" % failed.strerror)
    texts = list(dict.fromkeys(place[0] for _, _, _, _, place in found))
    public = [text for text in texts if is_public(text) and not _is_our_own(text)]
    if not public:
        raise Unreachable("leads to %s, and a name may lead to public addresses only" % ", ".join(texts))
    return public


def is_public(text):
    """Whether everybody means the same by it, and it is nobody's neighbour."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False  # it names an interface of this machine
    if address in _TRANSLATED:
        address = ipaddress.IPv4Address(address.packed[-4:])
    if address.version == 6 and address not in _PUBLIC_6:
        return False
    return address.is_global and not address.is_multicast and not any(address in each for each in _NOT_PUBLIC)


def _is_our_own(text):
    """What goes to an address of this machine comes from it. Nothing is sent for this."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in text else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((text, 9))
            return probe.getsockname()[0] == text
    except OSError:
        return False  # no way there; connecting will say so
