import os

from attempt import none_works


def append():
    with open(os.environ["CANARY_FILE"], "r+") as file:
        file.seek(0, os.SEEK_END)
        file.write("written by an attempt")
        return "written"


def remove():
    os.remove(os.environ["CANARY_FILE"])


none_works([("writing to it", append), ("removing it", remove)])
