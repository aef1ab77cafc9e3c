import socket

from attempt import none_works

none_works(
    [
        ("VSOCK", lambda: socket.socket(40, socket.SOCK_STREAM)),
        ("Bluetooth", lambda: socket.socket(31, socket.SOCK_RAW)),
        ("TIPC", lambda: socket.socket(30, socket.SOCK_RDM)),
        ("RDS", lambda: socket.socket(21, socket.SOCK_SEQPACKET)),
        ("kernel crypto", lambda: socket.socket(38, socket.SOCK_SEQPACKET)),
        ("SCTP", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)),
    ]
)
