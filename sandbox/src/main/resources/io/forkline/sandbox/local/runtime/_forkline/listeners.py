"""Where a fork finds what its environment may reach: sockets that listen in the fork's own network, and are given away.

Made by a cell while it still has the capabilities of its own namespaces. It keeps no copy, and nothing inside leads to who has them.
"""

import errno
import os
import socket
import struct

from . import channel

BACKLOG = 64
_RTM_NEWADDR, _ANSWER_BYTES = 20, 4096
_NLM_F_REQUEST, _NLM_F_ACK, _NLM_F_EXCL, _NLM_F_CREATE = 0x1, 0x4, 0x200, 0x400
_IFA_ADDRESS, _IFA_LOCAL = 1, 2
_IFA_F_NODAD, _SCOPE_HOST = 0x2, 254
_HEADER, _ADDRESS_MESSAGE, _ATTRIBUTE = struct.Struct("=IHHII"), struct.Struct("=BBBBI"), struct.Struct("=HH")


def give_away(wanted, relay):
    """Listens at each of these addresses and ports, and returns when the relay has the sockets."""
    made = []
    with socket.socket(fileno=relay) as to_relay:
        try:
            for address, port in wanted:
                made.append(_listen(address, port))
            channel.send(to_relay, {"listening": True}, [sock.fileno() for sock in made])
            answer, _ = channel.receive(to_relay)
        except channel.Closed:
            raise OSError("what carries its connections has ended")
        finally:
            for sock in made:
                sock.close()
    if "taken" not in answer:
        raise OSError(answer["failed"])


def _listen(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        _add_to_loopback(family, socket.inet_pton(family, address))
        sock.bind((address, port))
        sock.listen(BACKLOG)
        return sock
    except OSError as failed:
        sock.close()
        raise OSError(failed.errno, "nothing can listen at %s, port %d, in a fork: %s" % (address, port, failed.strerror))


def _add_to_loopback(family, packed):
    """Nothing leaves by it: the kernel delivers what goes to an address of its own."""
    body = _ADDRESS_MESSAGE.pack(family, 8 * len(packed), _IFA_F_NODAD, _SCOPE_HOST, socket.if_nametoindex("lo"))
    for kind in (_IFA_LOCAL, _IFA_ADDRESS):
        body += _ATTRIBUTE.pack(_ATTRIBUTE.size + len(packed), kind) + packed
    flags = _NLM_F_REQUEST | _NLM_F_ACK | _NLM_F_CREATE | _NLM_F_EXCL
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as routes:
        routes.send(_HEADER.pack(_HEADER.size + len(body), _RTM_NEWADDR, flags, 1, 0) + body)
        answer = routes.recv(_ANSWER_BYTES)
    (number,) = struct.unpack_from("=i", answer, _HEADER.size)
    if number not in (0, -errno.EEXIST):
        raise OSError(-number, os.strerror(-number))
