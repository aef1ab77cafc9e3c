"""Docstrings: the share of functions and classes that have one, in percent, times the share of files that could be analysed."""

import ast

from perspectives import sources
from perspectives.report import Issue, Report, counted, nothing_found, weighed

_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def look(target):
    missing, broken, definitions, files = [], [], 0, 0
    for source in sources.read(target):
        files += 1
        if source.issue:
            broken.append(source.issue)
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, _DOCUMENTED):
                definitions += 1
                if not ast.get_docstring(node, clean=False):
                    missing.append(_issue(source.name, node))
    metrics = {
        "files": files,
        "definitions": definitions,
        "documented": definitions - len(missing),
        "filesNotAnalysed": len(broken),
    }
    if not files:
        return nothing_found(metrics)
    score = 100 * (definitions - len(missing)) / definitions if definitions else 100
    return Report(weighed(score, files, len(broken)), _finding(metrics), missing + broken, metrics)


def _finding(metrics):
    if not metrics["definitions"]:
        finding = "no functions or classes to document"
    else:
        finding = f"{metrics['documented']} of {counted(metrics['definitions'], 'definition')} documented"
    if metrics["filesNotAnalysed"]:
        finding += f"; {counted(metrics['filesNotAnalysed'], 'file')} could not be analysed"
    return finding


def _issue(name, node):
    what = "class" if isinstance(node, ast.ClassDef) else "function"
    return Issue(name, node.lineno, "LOW", f"DOC-{what.upper()}", f"{what} {node.name} has no docstring")
