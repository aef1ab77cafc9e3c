"""Asks the kernel for a dummy interface and for an address of it (netlink), and to change the one that is there."""
import errno
import fcntl
import os
import socket
import struct

from attempt import none_works


def ask(kind, flags, body):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as netlink:
        netlink.settimeout(2)
        netlink.send(struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body)
        answer = netlink.recv(4096)
        code = -struct.unpack_from("=i", answer, 16)[0]
        if code:
            raise OSError(code, os.strerror(code))


def add_dummy():
    kind = struct.pack("=HH", 9, 1) + b"dummy\0\0\0"
    body = struct.pack("=BxHiII", 0, 0, 0, 0, 0) + struct.pack("=HH", 4 + len(kind), 18) + kind
    ask(16, 0x605, body)  # NLM_F_REQUEST, ACK, CREATE, EXCL


def add_address():
    body = struct.pack("=BBBBI", socket.AF_INET, 24, 0, 0, 1) + struct.pack("=HH", 8, 2) + socket.inet_aton("10.9.8.7")
    ask(20, 0x605, body)


def loopback_down():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 0))


none_works([("a new interface", add_dummy), ("a new address", add_address), ("interface flags", loopback_down)])
