"""Makes a hostile zip, of the kind that is asked for; what the store does with it is judged outside."""
import os
import stat
import sys
import zipfile

KIND, OUT, MARK = sys.argv[1], "/tmp/archive", os.environ["CANARY_MARK"]
CANARY = os.environ["CANARY_FILE"]


def entry(archive, name, content=b"hostile", mode=stat.S_IFREG | 0o4777):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def link(archive, name, to):
    entry(archive, name, to.encode(), stat.S_IFLNK | 0o777)


with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED) as made:
    entry(made, "harmless")
    if KIND == "dots":
        entry(made, "../" * 40 + CANARY.lstrip("/"))
    elif KIND == "absolute":
        entry(made, CANARY)
    elif KIND == "backslashes":
        entry(made, "..\\..\\..\\" + MARK)
    elif KIND == "through-a-link":
        link(made, "way", os.path.dirname(CANARY))
        entry(made, "way/" + os.path.basename(CANARY))
    elif KIND == "links-out":
        link(made, "absolute", CANARY)
        link(made, "dots", "../" * 40 + CANARY.lstrip("/"))
    elif KIND == "device":
        entry(made, "device", b"", stat.S_IFCHR | 0o666)
    elif KIND == "bomb":
        entry(made, "zeros", bytes(96 << 20))
    elif KIND == "many-bombs":
        for number in range(40):
            entry(made, "zeros-%d" % number, bytes(3 << 20))
    elif KIND == "many-entries":
        for number in range(20_000):
            entry(made, "f%d" % number, b"")
if KIND == "false-size":
    with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED) as made:
        entry(made, "zeros", bytes(96 << 20))
    with open(OUT, "rb") as file:
        packed = file.read()
    with open(OUT, "wb") as file:
        file.write(packed.replace((96 << 20).to_bytes(4, "little"), (7).to_bytes(4, "little")))
print("made", os.path.getsize(OUT), "bytes")
