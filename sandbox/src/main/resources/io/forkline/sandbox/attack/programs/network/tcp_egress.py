"""Addresses of documentation nets: nobody answers there, so only the kernel's own refusal counts as held."""
import errno
import socket

from attempt import escaped, held, name

refused = set()
for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tcp:
            tcp.settimeout(1)
            tcp.connect((address, 443))
            escaped("connected to " + address)
    except TimeoutError:
        escaped("a packet to %s has left; nobody answered" % address)
    except OSError as failed:
        if failed.errno in (errno.ECONNREFUSED, errno.EHOSTUNREACH):
            escaped("somebody outside answered for %s: %s" % (address, name(failed)))
        refused.add(name(failed))
held(" and ".join(sorted(refused)))
