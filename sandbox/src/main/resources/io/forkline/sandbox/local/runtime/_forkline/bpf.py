"""Assembles a decision about system calls into the classic BPF that the kernel runs for each of them.

A decision is what to return, a number, or a Switch on a word of the call with a further decision for each value. Values are looked up
by bisection: the kernel runs the program for every number there is when it is installed, to remember which are always allowed.
"""

import struct

ALLOW, KILL = 0x7FFF0000, 0x80000000
NUMBER, ARCHITECTURE = 0, 4

_ERRNO = 0x00050000
_ARGUMENTS, _ARGUMENT_BYTES = 16, 8
_LOAD, _AND, _RETURN, _JUMP, _JUMP_IF_AT_LEAST = 0x20, 0x54, 0x06, 0x05, 0x35
_INSTRUCTION = struct.Struct("=HBBI")
_FARTHEST_BRANCH = 255


def fail(number):
    """The call fails with this errno."""
    return _ERRNO | number


def argument(index):
    """
    The low half of an argument, as machines with the low byte first keep it. What an int is passed in has an upper half that the
    kernel ignores, and so must we: else a bit set there would get a refused value through.
    """
    return _ARGUMENTS + index * _ARGUMENT_BYTES


# the call does nothing, and says that it did
SUCCEED = fail(0)


def upper_half(index):
    """The rest of an argument that is as wide as a pointer."""
    return argument(index) + _ARGUMENT_BYTES // 2


class Switch:
    """On a word of the call, of which only the bits of a mask may count. Values that are not among the cases get the last decision."""

    def __init__(self, word, cases, otherwise, mask=None):
        self.word, self.cases, self.otherwise, self.mask = word, cases, otherwise, mask


def assemble(decision):
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in _code(decision))


def _code(decision):
    if not isinstance(decision, Switch):
        return [(_RETURN, 0, 0, decision)]
    load = [(_LOAD, 0, 0, decision.word)]
    if decision.mask is not None:
        load.append((_AND, 0, 0, decision.mask))
    return load + _search([(first, _code(each)) for first, each in _ranges(decision)])


def _ranges(switch):
    """The values from which on a decision holds, up to the next; from 0 on."""
    ranges = []
    for first in sorted({0, *switch.cases, *(value + 1 for value in switch.cases)} - {1 << 32}):
        decision = switch.cases.get(first, switch.otherwise)
        if not ranges or ranges[-1][1] != decision:
            ranges.append((first, decision))
    return ranges


def _search(ranges):
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    low, high = _search(ranges[:middle]), _search(ranges[middle:])
    return _skip_if_at_least(ranges[middle][0], len(low)) + low + high


def _skip_if_at_least(value, count):
    if count <= _FARTHEST_BRANCH:
        return [(_JUMP_IF_AT_LEAST, count, 0, value)]
    return [(_JUMP_IF_AT_LEAST, 0, 1, value), (_JUMP, 0, 0, count)]
