import os
import socket

from attempt import none_works


def connect(address):
    with socket.create_connection((address, int(os.environ["CANARY_TCP"])), timeout=2) as tcp:
        return "the host's listener says " + tcp.recv(100).decode()


none_works((a, lambda a=a: connect(a)) for a in os.environ["HOST_ADDRESSES"].split())
