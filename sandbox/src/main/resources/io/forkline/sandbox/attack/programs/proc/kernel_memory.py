from attempt import call, escaped, none_works


def read(path):
    with open(path, "rb", buffering=0) as file:
        return "%d bytes" % len(file.read(64))


def symbols():
    with open("/proc/kallsyms") as file:
        address = file.readline().split()[0]
    if set(address) == {"0"}:
        raise PermissionError(1, "addresses are hidden")
    escaped("the kernel begins at " + address)


none_works(
    [(path, lambda path=path: read(path)) for path in ("/proc/kcore", "/proc/kmsg", "/dev/kmsg", "/dev/mem", "/proc/vmallocinfo", "/proc/iomem")]
    + [("/proc/kallsyms", symbols), ("syslog", lambda: call("syslog", 3, (b" " * 4096), 4096))]
)
