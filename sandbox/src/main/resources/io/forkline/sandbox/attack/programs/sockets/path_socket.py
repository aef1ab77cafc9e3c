import os
import socket

from attempt import none_works


def connect():
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as unix:
        unix.settimeout(2)
        unix.connect(os.environ["CANARY_SOCKET"])
        return "the host's listener says " + unix.recv(100).decode()


none_works([("the host's socket file", connect)])
