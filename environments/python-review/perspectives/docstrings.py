"""Docstrings: the share of functions and classes that have one, in percent."""

import ast

from perspectives import sources
from perspectives.report import Issue, Report, counted

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
    if definitions:
        score = 100 * (definitions - len(missing)) / definitions
    else:
        score = 0 if broken else 100
    return Report(score, _finding(metrics), missing + broken, metrics)


def _finding(metrics):
    if not metrics["files"]:
        return "no Python files to look at"
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
