"""The files of target and environment may be written by all as far as their modes say."""
import os

from attempt import none_works


def create(folder):
    os.close(os.open(folder + "/made", os.O_CREAT | os.O_WRONLY, 0o644))


def append(path):
    with open(path, "a") as file:
        file.write("x")


def tries():
    for folder, file in (("/target", "/target/file"), ("/opt/environment", "/opt/environment/attempt.py")):
        yield "new file in " + folder, lambda folder=folder: create(folder)
        yield "more in " + file, lambda file=file: append(file)
        yield "removing " + file, lambda file=file: os.remove(file)
        yield "moving " + file, lambda file=file: os.rename(file, file + "-moved")
        yield "mode of " + file, lambda file=file: os.chmod(file, 0o777)
        yield "times of " + file, lambda file=file: os.utime(file, (0, 0))
        yield "size of " + file, lambda file=file: os.truncate(file, 0)
        yield "new link in " + folder, lambda folder=folder: os.symlink("/etc", folder + "/made-link")
        yield "moving " + folder, lambda folder=folder: os.rename(folder, "/tmp/taken")


none_works(tries())
