"""Clock, swap, accounting and the key combination for a restart: each as it would do no harm if it worked."""
import socket
import struct
import time

from attempt import call, none_works

CAD_OFF = 0
none_works(
    [
        ("the clock", lambda: call("clock_settime", 0, struct.pack("=qq", int(time.time()), 0))),
        ("restart by keys", lambda: call("reboot", 0xFEE1DEAD, 672274793, CAD_OFF, None)),
        ("swap", lambda: call("swapon", b"/tmp/no-swap", 0)),
        ("accounting", lambda: call("acct", b"/tmp/no-file")),
        ("the host's name", lambda: socket.sethostname("attacked")),
    ]
)
