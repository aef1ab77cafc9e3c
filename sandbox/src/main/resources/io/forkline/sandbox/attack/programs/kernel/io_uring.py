"""A ring of its own makes calls that no filter sees."""
from attempt import call, none_works

IORING_REGISTER_PROBE = 8
none_works(
    [
        ("a ring", lambda: call("io_uring_setup", 8, b"\0" * 120)),
        ("a ring that the kernel polls", lambda: call("io_uring_setup", 8, b"\0" * 8 + b"\2" + b"\0" * 111)),
        ("a probe", lambda: call("io_uring_register", -1, IORING_REGISTER_PROBE, b"\0" * 512, 0)),
    ]
)
