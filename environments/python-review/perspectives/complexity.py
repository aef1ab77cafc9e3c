"""Complexity: cyclomatic complexity as radon counts it. 100, less 15 for each function or method over 5.

Functions and methods are those that "radon cc" lists: it counts a closure with nothing, and a class as the average of its
methods, which are listed themselves.
"""

from radon import complexity
from radon.cli import Config
from radon.cli.harvest import CCHarvester
from radon.visitors import Function

from perspectives import sources
from perspectives.report import Issue, Report, counted

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
    files = sources.python_files(target)
    left_out = [path for path in files if sources.is_left_out(path)]
    blocks, broken = [], [sources.problem(path, target) for path in left_out]
    for path, found in CCHarvester([str(target)], _config(left_out)).run():
        if "error" in found:
            broken.append(_broken(path, found["error"], target))
        else:
            name = sources.name(path, target)
            blocks.extend((name, block) for block in found if isinstance(block, Function))
    over = [_issue(name, block) for name, block in blocks if block.complexity > MOST]
    score = 0 if broken and not blocks else 100 - COST * len(over)
    metrics = _metrics([block.complexity for _, block in blocks], len(over), len(broken))
    return Report(score, _finding(files, metrics), over + broken, metrics)


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


def _finding(files, metrics):
    if not files:
        return "no Python files to look at"
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


def _broken(path, error, target):
    issue = sources.problem(path, target)
    return issue or Issue(sources.name(path, target), None, "HIGH", "FILE-UNREADABLE", f"not analysed: {error}")
