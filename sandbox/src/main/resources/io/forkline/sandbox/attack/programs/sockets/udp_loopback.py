"""A datagram to nobody is no escape; the host's socket answers when one arrives."""
import os
import socket

from attempt import none_works


def send(address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(1)
        udp.connect((address, int(os.environ["CANARY_UDP"])))
        udp.send(b"hello")
        return "the host's socket says " + udp.recv(100).decode()


none_works((a, lambda a=a: send(a)) for a in os.environ["HOST_ADDRESSES"].split() if ":" not in a)
