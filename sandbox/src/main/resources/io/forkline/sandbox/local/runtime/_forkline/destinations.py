"""What the forks of an environment may reach, and where in a fork it is found.

A literal address is found in a fork at that very address. A name gets an address of 127.0.0.0/8 of its own, which the fork's
/etc/hosts leads to, so that programs go on to speak of the name, and certificates fit.
"""

import ipaddress

_FIRST_FOR_A_NAME = ipaddress.IPv4Address("127.70.0.1")
_OWN_HOSTS = ["127.0.0.1 localhost", "::1 localhost"]


class Destination:
    def __init__(self, host, port, inside, is_name):
        self.host, self.port, self.inside, self.is_name = host, port, inside, is_name

    def __str__(self):
        return ("[%s]:%d" if ":" in self.host else "%s:%d") % (self.host, self.port)


def plan(allowed):
    """From pairs of a host and a port, checked by whoever read them; in their order."""
    literals = {host: _literal(host) for host, _ in allowed}
    taken = set(filter(None, literals.values()))
    names = {}
    for host in (host for host, literal in literals.items() if literal is None):
        names[host] = _next_free(taken)
        taken.add(names[host])
    places = {host: str(literals[host] or names[host]) for host in literals}
    return [Destination(host if host in names else places[host], port, places[host], host in names) for host, port in allowed]


def hosts(destinations):
    """What the fork's /etc/hosts says."""
    named = {destination.host: destination.inside for destination in destinations if destination.is_name}
    return "\n".join(_OWN_HOSTS + ["%s %s" % (inside, name) for name, inside in named.items()])


def _literal(host):
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _next_free(taken):
    address = _FIRST_FOR_A_NAME
    while address in taken:
        address += 1
    return address
