import os

from attempt import none_works

none_works(
    [
        ("setuid(0)", lambda: os.setuid(0)),
        ("setresuid", lambda: os.setresuid(0, 0, 0)),
        ("seteuid", lambda: os.seteuid(0)),
        ("setgid(0)", lambda: os.setgid(0)),
        ("setresgid", lambda: os.setresgid(0, 0, 0)),
        ("setgroups", lambda: os.setgroups([0])),
        ("another user's id", lambda: os.setuid(1001)),
        ("owner of a file", lambda: os.chown(os.open("/tmp/mine", os.O_CREAT), 0, 0)),
    ]
)
