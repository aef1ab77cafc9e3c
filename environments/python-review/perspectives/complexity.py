"""Complexity: cyclomatic complexity as radon counts it. 100, less 15 for each function or method over 5, times the share of
files that could be analysed.

Functions and methods are those that "radon cc" lists: it counts a closure with nothing, and a class as the average of its
methods, which are listed themselves.
"""

import tokenize

from radon import complexity
from radon.cli import Config
from radon.cli.harvest import CCHarvester
from radon.visitors import Function

from perspectives import sources
from perspectives.report import Issue, Report, counted, nothing_found, weighed

MOST = 5
COST = 15

# What "radon cc" assumes without options.
_DEFAULTS = {
    "ignore": None,
    "order": complexity.SCORE,
    "no_assert": False,
    "show_closures": False,
    "include_ipynb": False,
    "ipynb_cells": False,
}


def look(target):
    left_out = [path for path in sources.python_files(target) if sources.is_left_out(path)]
    files, blocks, broken = len(left_out), [], [sources.problem(path, target) for path in left_out]
    harvester = CCHarvester([str(target)], _config(left_out))
    for path, found in harvester.run():
        files += 1
        if "error" in found:
            found, issues = _second_look(harvester, path, target)
            broken.extend(issues)
        name = sources.name(path, target)
        blocks.extend((name, block) for block in found if isinstance(block, Function))
    over = [_issue(name, block) for name, block in blocks if block.complexity > MOST]
    metrics = _metrics([block.complexity for _, block in blocks], len(over), len(broken))
    if not files:
        return nothing_found(metrics)
    return Report(weighed(100 - COST * len(over), files, len(broken)), _finding(metrics), over + broken, metrics)


def _second_look(harvester, path, target):
    """The blocks and the issues of a file that radon could not read: it takes all for UTF-8 without a byte order mark."""
    issue = sources.problem(path, target)
    if issue:
        return [], [issue]
    try:
        with tokenize.open(path) as source:
            return harvester.gobble(source), []
    except Exception as error:  # As radon does: one file is no reason to give up.
        name = sources.name(path, target)
        return [], [Issue(name, None, "HIGH", "FILE-UNREADABLE", f"not analysed: {error}")]


def _config(left_out):
    # The patterns are for fnmatch, where brackets mean something.
    exclude = ",".join(str(path).replace("[", "[[]") for path in left_out)
    return Config(exclude=exclude or None, **_DEFAULTS)


def _metrics(complexities, over, broken):
    return {
        "functions": len(complexities),
        "functionsOver5": over,
        "highestComplexity": max(complexities, default=0),
        "averageComplexity": round(sum(complexities) / len(complexities), 2) if complexities else 0,
        "filesNotAnalysed": broken,
    }


def _finding(metrics):
    finding = (
        f"{metrics['functionsOver5']} of {counted(metrics['functions'], 'function')} more complex than {MOST}; "
        f"the highest is {metrics['highestComplexity']}"
    )
    if metrics["filesNotAnalysed"]:
        finding += f"; {counted(metrics['filesNotAnalysed'], 'file')} could not be analysed"
    return finding


def _issue(name, block):
    # Radon's own ranks: C ends at 20, B at 10.
    severity = "HIGH" if block.complexity > 20 else "MEDIUM" if block.complexity > 10 else "LOW"
    what = "method" if block.is_method else "function"
    message = f"{what} {block.fullname} has a cyclomatic complexity of {block.complexity}, more than {MOST}"
    return Issue(name, block.lineno, severity, "CC", message)
