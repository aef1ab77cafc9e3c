import socket

from attempt import none_works

none_works(
    [
        ("raw IP", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)),
        ("packets", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)),
        ("ping", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)),
        ("netfilter", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)),
        ("raw IPv6", lambda: socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58)),
    ]
)
