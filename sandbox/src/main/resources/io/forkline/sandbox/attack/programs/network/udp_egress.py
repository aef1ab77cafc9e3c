import socket

from attempt import none_works


def send(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        return "%d bytes went to %s" % (udp.sendto(b"secret", (address, 53)), address)


none_works(
    (address, lambda address=address: send(address)) for address in ("192.0.2.53", "255.255.255.255", "224.0.0.251", "169.254.169.254")
)
