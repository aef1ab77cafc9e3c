"""Speaks for others: writes what the supervisor writes when another fork has ended well, on every descriptor and to every socket it can find,
in each framing that is in use here. Then it ends with 7, which is the truth."""
import gc
import json
import os
import socket
import struct
import sys


def frames():
    for fork in ["1", "2", "3", os.environ["CANARY_MARK"]]:
        for message in (
            {"id": int(fork) if fork.isdigit() else 1, "exited": 0, "stdoutBytes": 3, "startingNanos": 1, "ranNanos": 1, "fork": fork},
            {"number": int(fork) if fork.isdigit() else 1, "exited": 0},
            {"exited": 0, "ready": True, "swept": True, "closed": True},
            {"op": "close", "fork": fork},
        ):
            body = json.dumps(message).encode()
            yield body
            yield struct.pack(">II", len(body), 3) + body + b"lie"


for number in range(0, 1024):
    for frame in frames():
        try:
            os.write(number, frame)
        except OSError:
            break
    try:
        with socket.socket(fileno=os.dup(number)) as found:
            for frame in frames():
                found.send(frame)
    except OSError:
        continue
for found in gc.get_objects():
    if isinstance(found, socket.socket):
        for frame in frames():
            try:
                found.send(frame)
            except OSError:
                break
for name in ("_forkline.channel", "_forkline.runner", "_forkline.zygote"):
    sys.modules.pop(name, None)
sys.stdout.flush()
os._exit(7)
