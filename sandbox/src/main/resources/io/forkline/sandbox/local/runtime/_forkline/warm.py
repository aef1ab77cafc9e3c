"""Runs a Python program in an interpreter that has imported its modules already, as if it had been started for it."""

import atexit
import builtins
import io
import os
import runpy
import sys
import threading
import traceback
import types

from . import kernel

def run(script):
    """Never returns. The standard descriptors are in place, and their streams are open."""
    code = 1
    try:
        code = _call(script)
    finally:
        try:
            code = _finish(code)
        finally:
            os._exit(code)


def open_streams():
    """On the standard descriptors, whatever will be there."""
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), "utf-8")
    sys.stdout = sys.__stdout__ = _output(1, "strict")
    sys.stderr = sys.__stderr__ = _output(2, "backslashreplace")


def _output(descriptor, errors):
    raw = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", errors, line_buffering=descriptor == 2)


def _call(script):
    try:
        _start(script)
        return 0
    except SystemExit as end:
        return _exit_code(end.code)
    except BaseException as failed:
        shown = failed.__traceback__
        while shown is not None and shown.tb_frame.f_globals.get("__package__") == __package__:
            shown = shown.tb_next
        traceback.print_exception(type(failed), failed, shown)
        return 130 if isinstance(failed, KeyboardInterrupt) else 1


def _start(script):
    if script.kind == "-m":
        sys.argv = [script.name] + script.arguments
        sys.path.insert(0, os.getcwd())
        runpy.run_module(script.name, run_name="__main__", alter_sys=True)
        return
    main = types.ModuleType("__main__")
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    if script.kind == "-c":
        sys.argv = ["-c"] + script.arguments
        sys.path.insert(0, "")
        exec(compile(script.name, "<string>", "exec"), main.__dict__)
        return
    sys.argv = [script.name] + script.arguments
    sys.path.insert(0, os.path.dirname(os.path.realpath(script.name)))
    main.__file__ = script.name
    main.__cached__ = None
    try:
        with io.open_code(os.path.abspath(script.name)) as source:
            code = compile(source.read(), script.name, "exec")
    except OSError as missing:
        sys.stderr.write("python3: can't open file %r: %s\n" % (script.name, missing.strerror))
        raise SystemExit(2)
    exec(code, main.__dict__)


def _exit_code(code):
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    sys.stderr.write("%s\n" % (code,))
    return 1


def _finish(code):
    """What the interpreter does at its end, up to the point where it would take itself apart."""
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 120
    kernel.flush_c_streams()
    return code
