import struct

from attempt import call, none_works

SOFTWARE, CPU_CLOCK, TRACEPOINT = 1, 0, 2


def count(kind, config, pid, cpu):
    attributes = struct.pack("=IIQ", kind, 112, config) + bytes(96)
    return call("perf_event_open", attributes, pid, cpu, -1, 0)


none_works(
    [
        ("of itself", lambda: count(SOFTWARE, CPU_CLOCK, 0, -1)),
        ("of a processor", lambda: count(SOFTWARE, CPU_CLOCK, -1, 0)),
        ("a tracepoint", lambda: count(TRACEPOINT, 1, 0, -1)),
    ]
)
