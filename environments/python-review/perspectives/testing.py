"""Tests: test files against source files, in percent, doubled, at most 100.

A test file is named test_*.py, *_test.py or tests.py, or is in a directory named test or tests, where __init__.py and
conftest.py are neither test nor source.
"""

import pathlib

from perspectives import sources
from perspectives.report import Issue, Report, counted, nothing_found

_DIRECTORIES = {"test", "tests"}
_HELPERS = {"__init__.py", "conftest.py"}


def look(target):
    names = [sources.name(path, target) for path in sources.python_files(target)]
    tests = [name for name in names if _is_test(name)]
    code = [name for name in names if not _is_test(name) and not _is_helper(name)]
    metrics = {"testFiles": len(tests), "sourceFiles": len(code)}
    if not names:
        return nothing_found(metrics)
    score = min(100, 200 * len(tests) / len(code)) if code else 100
    finding = f"{counted(len(tests), 'test file')} for {counted(len(code), 'source file')}"
    issues = [] if tests else [Issue(None, None, "MEDIUM", "TEST-NONE", "the project has no tests")]
    return Report(score, finding, issues + list(_untested(code, tests)), metrics)


def _untested(code, tests):
    tested = {pathlib.PurePosixPath(name).stem for name in tests}
    for name in code:
        stem = pathlib.PurePosixPath(name).stem
        if not stem.startswith("__") and not tested & {f"test_{stem}", f"{stem}_test", f"test{stem}"}:
            yield Issue(name, None, "LOW", "TEST-MISSING", f"no test file is named after {stem}")


def _is_test(name):
    path = pathlib.PurePosixPath(name)
    named = path.stem.startswith("test_") or path.stem.endswith("_test") or path.name == "tests.py"
    return named or (_in_tests(path) and path.name not in _HELPERS)


def _is_helper(name):
    path = pathlib.PurePosixPath(name)
    return path.name == "conftest.py" or (_in_tests(path) and path.name in _HELPERS)


def _in_tests(path):
    return any(part in _DIRECTORIES for part in path.parent.parts)
