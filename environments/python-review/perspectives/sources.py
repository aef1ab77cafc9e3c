"""The Python files of a target, and their syntax trees."""

import ast
import dataclasses
import io
import os
import pathlib
import tokenize
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
        code = pathlib.Path(path).read_bytes()
        undecodable = _undecodable(code)
        if undecodable:
            return _unreadable(called, undecodable[0], "FILE-ENCODING", undecodable[1])
        # Bytes, so that the file's own encoding declaration (PEP 263) is honoured.
        return Source(called, ast.parse(code), None)
    except SyntaxError as error:
        return _unreadable(called, error.lineno, "FILE-SYNTAX", error.msg)
    except ValueError as error:
        return _unreadable(called, None, "FILE-SYNTAX", str(error))
    except (RecursionError, MemoryError):
        return _unreadable(called, None, "FILE-SYNTAX", "nested too deeply")
    except OSError as error:
        return _unreadable(called, None, "FILE-UNREADABLE", error.strerror or str(error))


def _undecodable(code):
    """The line whose bytes are not in the file's encoding, and what is wrong; None when all are. The parser overlooks comments."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(code).readline)
    except SyntaxError as error:
        # An encoding that nobody knows, or none and a first line that is not UTF-8.
        return _not_in("utf-8", code) or (None, error.msg)
    return _not_in(encoding, code)


def _not_in(encoding, code):
    try:
        code.decode(encoding)
        return None
    except UnicodeDecodeError as error:
        line = code.count(b"\n", 0, error.start) + 1
        if encoding.startswith("utf-8"):
            return line, "not UTF-8; convert the file, or declare its encoding (PEP 263)"
        return line, f"not {encoding}, which the file declares as its encoding"
    except LookupError as error:
        return None, str(error)


def _unreadable(called, line, rule, why):
    # Line 0 is what Python says of a file as a whole.
    return Source(called, None, Issue(called, line or None, "HIGH", rule, f"not analysed: {why}"))
