"""Makes a hostile tar, of the kind that is asked for; what the store does with it is judged outside."""
import gzip
import io
import os
import sys
import tarfile

KIND, OUT, MARK = sys.argv[1], "/tmp/archive", os.environ["CANARY_MARK"]
CANARY = os.environ["CANARY_FILE"]


def entry(archive, name, kind=tarfile.REGTYPE, link="", content=b"hostile", mode=0o4777, size=None):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = kind, link, mode
    info.size = len(content) if kind == tarfile.REGTYPE and size is None else (size or 0)
    archive.addfile(info, io.BytesIO(content) if kind == tarfile.REGTYPE and size is None else None)


def fill(archive):
    entry(archive, "harmless")
    if KIND == "dots":
        entry(archive, "../" * 40 + CANARY.lstrip("/"))
    elif KIND == "dots-inside":
        entry(archive, "a/b/../../../" + MARK)
    elif KIND == "absolute":
        entry(archive, CANARY)
    elif KIND == "through-a-link":
        entry(archive, "way", tarfile.SYMTYPE, os.path.dirname(CANARY))
        entry(archive, "way/" + os.path.basename(CANARY))
    elif KIND == "through-two-links":
        entry(archive, "a", tarfile.SYMTYPE, "..")
        entry(archive, "b", tarfile.SYMTYPE, "a/" + "../" * 40 + os.path.dirname(CANARY).lstrip("/"))
        entry(archive, "b/" + os.path.basename(CANARY))
    elif KIND == "links-out":
        entry(archive, "absolute", tarfile.SYMTYPE, CANARY)
        entry(archive, "dots", tarfile.SYMTYPE, "../" * 40 + CANARY.lstrip("/"))
        entry(archive, "self", tarfile.SYMTYPE, "/proc/self/root" + CANARY)
        entry(archive, "chain", tarfile.SYMTYPE, "absolute")
    elif KIND == "hard-link-out":
        entry(archive, "stolen", tarfile.LNKTYPE, CANARY)
    elif KIND == "hard-link-dots":
        entry(archive, "stolen", tarfile.LNKTYPE, "../" * 40 + CANARY.lstrip("/"))
    elif KIND == "hard-link-through-a-link":
        entry(archive, "way", tarfile.SYMTYPE, CANARY)
        entry(archive, "stolen", tarfile.LNKTYPE, "way")
    elif KIND == "devices":
        for number, kind in enumerate((tarfile.CHRTYPE, tarfile.BLKTYPE)):
            info = tarfile.TarInfo("device-%d" % number)
            info.type, info.devmajor, info.devminor = kind, 1, 1
            archive.addfile(info)
    elif KIND == "fifo":
        entry(archive, "fifo", tarfile.FIFOTYPE)
    elif KIND == "huge-claim":
        entry(archive, "huge", size=1 << 42)
    elif KIND == "many-entries":
        for number in range(3_000):
            entry(archive, "d%d/f%d" % (number % 100, number), content=b"")
    elif KIND == "deep":
        entry(archive, "d/" * 1_000 + "file")
    elif KIND == "same-name-as-a-link":
        entry(archive, "x", tarfile.SYMTYPE, CANARY)
        entry(archive, "x")
    else:
        raise SystemExit("no kind " + KIND)


if KIND == "bomb":
    with gzip.open(OUT, "wb", 6) as packed:
        info = tarfile.TarInfo("zeros")
        info.size = 1 << 30
        packed.write(info.tobuf())
        for _ in range(128):
            packed.write(bytes(1 << 20))
elif KIND == "sparse":
    # an old GNU sparse file: one block of data, 8 TiB of size
    info = tarfile.TarInfo("sparse")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, 512
    head = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    head[386:398], head[398:410] = b"00000000000\0", b"00000001000\0"
    head[483:495] = b"\x80" + bytes(5) + (8 << 40).to_bytes(6, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    with open(OUT, "wb") as file:
        file.write(bytes(head) + b"x" * 512 + bytes(1024))
else:
    with tarfile.open(OUT, "w", format=tarfile.PAX_FORMAT) as made:
        fill(made)
print("made", os.path.getsize(OUT), "bytes")
