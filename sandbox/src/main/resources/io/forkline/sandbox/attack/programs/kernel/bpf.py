import struct

from attempt import call, none_works

MAP_CREATE, PROG_LOAD = 0, 5
ARRAY, SOCKET_FILTER = 2, 1


def array():
    attributes = struct.pack("=4I", ARRAY, 4, 4, 1) + bytes(112)
    return call("bpf", MAP_CREATE, attributes, len(attributes))


def program():
    import ctypes

    code = ctypes.create_string_buffer(struct.pack("=BBhi", 0xB7, 0, 0, 0) + struct.pack("=BBhi", 0x95, 0, 0, 0))
    licence = ctypes.create_string_buffer(b"GPL")
    attributes = struct.pack("=IIQQ", SOCKET_FILTER, 2, ctypes.addressof(code), ctypes.addressof(licence)) + bytes(104)
    return call("bpf", PROG_LOAD, attributes, len(attributes))


none_works([("a map", array), ("a program", program)])
