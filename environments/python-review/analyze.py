"""Runs one perspective on a tree of Python files, and prints its report as one line of JSON.

PERSPECTIVE says which one, TARGET is the directory to look at. Nothing else reaches standard output: what the tools
have to say goes to standard error.
"""

import contextlib
import os
import pathlib
import sys
import warnings

import perspectives


def main():
    name = os.environ.get("PERSPECTIVE", "")
    target = os.environ.get("TARGET", "")
    look = perspectives.BY_NAME.get(name)
    if look is None:
        return f'there is no perspective "{name}"; set PERSPECTIVE to one of {", ".join(perspectives.BY_NAME)}'
    if not os.path.isdir(target):
        return f'there is no directory "{target}"; set TARGET to the one to look at'
    # A "\d" in somebody's string is not worth a line on standard error each.
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        report = look(pathlib.Path(target))
    print(report.line(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
