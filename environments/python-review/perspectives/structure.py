"""Structure: functions, classes, imports and files. 20 for each function per file that could be analysed, at most 100, times the
share of files that could be.
"""

import ast
import collections

from perspectives import sources
from perspectives.report import Report, counted, nothing_found, weighed

_KINDS = {
    ast.FunctionDef: "functions",
    ast.AsyncFunctionDef: "functions",
    ast.ClassDef: "classes",
    ast.Import: "imports",
    ast.ImportFrom: "imports",
}


def look(target):
    counts, broken = collections.Counter(files=0, functions=0, classes=0, imports=0), []
    for source in sources.read(target):
        counts["files"] += 1
        if source.issue:
            broken.append(source.issue)
        else:
            counts.update(_KINDS[type(node)] for node in ast.walk(source.tree) if type(node) in _KINDS)
    metrics = {**counts, "filesNotAnalysed": len(broken)}
    if not counts["files"]:
        return nothing_found(metrics)
    analysed = counts["files"] - len(broken)
    score = 20 * counts["functions"] / analysed if analysed else 0
    return Report(weighed(score, counts["files"], len(broken)), _finding(metrics), broken, metrics)


def _finding(metrics):
    finding = (
        f"{counted(metrics['functions'], 'function')} and {counted(metrics['classes'], 'class')} "
        f"in {counted(metrics['files'], 'file')}, {counted(metrics['imports'], 'import')}"
    )
    if metrics["filesNotAnalysed"]:
        finding += f"; {counted(metrics['filesNotAnalysed'], 'file')} could not be analysed"
    return finding
