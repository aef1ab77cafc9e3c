"""Structure: functions, classes, imports and files. 20 for each function per file, at most 100."""

import ast

from perspectives import sources
from perspectives.report import Report, counted


def look(target):
    files = sources.read(target)
    nodes = [node for source in files if source.tree for node in ast.walk(source.tree)]
    broken = sources.problems(files)
    functions = _count(nodes, ast.FunctionDef, ast.AsyncFunctionDef)
    classes = _count(nodes, ast.ClassDef)
    imports = _count(nodes, ast.Import, ast.ImportFrom)
    metrics = {
        "files": len(files),
        "functions": functions,
        "classes": classes,
        "imports": imports,
        "filesNotAnalysed": len(broken),
    }
    if not files:
        return Report(0, "no Python files to look at", metrics=metrics)
    finding = (
        f"{counted(functions, 'function')} and {counted(classes, 'class')} in {counted(len(files), 'file')}, "
        f"{counted(imports, 'import')}"
    )
    if broken:
        finding += f"; {counted(len(broken), 'file')} could not be analysed"
    return Report(min(100, 20 * functions / len(files)), finding, broken, metrics)


def _count(nodes, *kinds):
    return sum(isinstance(node, kinds) for node in nodes)
