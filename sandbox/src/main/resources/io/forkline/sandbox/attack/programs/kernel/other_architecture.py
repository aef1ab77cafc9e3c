"""The same kernel by the numbers of 32-bit programs, which a filter of one architecture does not know."""
import ctypes
import mmap
import os
import platform
import signal

from attempt import absent, escaped, held, in_child

if platform.machine() != "x86_64":
    absent("needs an instruction of x86-64")


def getpid_of_32_bits():
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20; int 0x80; ret
    if ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))() == os.getpid():
        os._exit(77)


def getpid_of_x32():
    if ctypes.CDLL(None).syscall(0x40000000 | 39) == os.getpid():
        os._exit(77)


ends = []
for attempt in (getpid_of_32_bits, getpid_of_x32):
    status = in_child(attempt)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 77:
        escaped(attempt.__name__ + " was answered")
    ends.append(signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else "not answered")
held(" and ".join(ends))
