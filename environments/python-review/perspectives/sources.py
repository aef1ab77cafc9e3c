"""The Python files of a target, and their syntax trees."""

import ast
import dataclasses
import os
import pathlib
import typing

from perspectives.report import Issue

# A syntax tree takes some hundred times the bytes of its source. A larger file would not fit into a fork, and is
# data that somebody generated.
MOST_BYTES = 1024 * 1024


@dataclasses.dataclass
class Source:
    """A file: its tree, or what is wrong with it."""

    name: str
    tree: typing.Optional[ast.Module]
    issue: typing.Optional[Issue]


def read(target):
    """Yields every Python file outside hidden directories, in order of name. Keep no tree: they would not fit."""
    for path in python_files(target):
        yield _parse(path, target)


def python_files(target):
    """The paths of the Python files, in order. Hidden directories are left out."""
    paths = []
    for root, directories, files in os.walk(target):
        directories[:] = [each for each in directories if not each.startswith(".")]
        paths.extend(pathlib.Path(root, each) for each in files if each.endswith(".py"))
    return sorted(paths)


def name(path, target):
    """How reports call a file: relative, with forward slashes, and printable whatever its bytes are."""
    return os.fsencode(os.path.relpath(path, target)).decode("utf-8", "replace")


def is_left_out(path):
    """Whether the tools are not shown a file: it is too large, or cannot be opened, which ends radon."""
    return not os.access(path, os.R_OK) or os.path.getsize(path) > MOST_BYTES


def problem(path, target):
    """What keeps a file from being analysed, or None."""
    return _parse(path, target).issue


def _parse(path, target):
    called = name(path, target)
    if is_left_out(path) and os.access(path, os.R_OK):
        why = f"not analysed: the file has more than {MOST_BYTES // 1024} KiB"
        return Source(called, None, Issue(called, None, "LOW", "FILE-TOO-LARGE", why))
    try:
        # Bytes, so that the file's own encoding declaration is honoured.
        return Source(called, ast.parse(pathlib.Path(path).read_bytes()), None)
    except SyntaxError as error:
        rule = "FILE-ENCODING" if "utf-8" in str(error) or "encoding" in str(error) else "FILE-SYNTAX"
        return _unreadable(called, error.lineno, rule, error.msg)
    except ValueError as error:
        return _unreadable(called, None, "FILE-SYNTAX", str(error))
    except (RecursionError, MemoryError):
        return _unreadable(called, None, "FILE-SYNTAX", "nested too deeply")
    except OSError as error:
        return _unreadable(called, None, "FILE-UNREADABLE", error.strerror or str(error))


def _unreadable(called, line, rule, why):
    # Line 0 is what Python says of a file as a whole.
    return Source(called, None, Issue(called, line or None, "HIGH", rule, f"not analysed: {why}"))
