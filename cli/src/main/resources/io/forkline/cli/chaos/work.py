"""What agents of a chaos run do: wait, fail, leave a child behind, and write where they may not."""

import json
import os
import subprocess
import sys
import time


def told(name):
    """A number that the target has in a file of this name, or 0."""
    try:
        with open(os.path.join(os.environ["TARGET"], name), encoding="utf-8") as file:
            return int(file.read())
    except FileNotFoundError:
        return 0


def writable(path):
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write("changed by a fork")
        return 1
    except OSError:
        return 0


def main(perspective, arguments):
    report = {"perspective": perspective, "score": 80, "finding": "done"}
    if perspective == "Slow":
        subprocess.Popen(["sleep", "600"], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(told("wait") / 1000)
    if perspective == "Frail" and told("breaks"):
        sys.exit("broken, as the target says")
    if perspective == "Hostile":
        report["written"] = writable(arguments[0]) + writable(os.path.join(os.environ["TARGET"], "wait"))
    print(json.dumps(report))


if __name__ == "__main__":
    main(os.environ["PERSPECTIVE"], sys.argv[1:])
