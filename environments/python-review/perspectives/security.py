"""Security: what bandit finds. 100, less 10 for each of its results, times the share of files that it could analyse.

Bandit runs as its command line would, down to a .bandit file in the target: so the results are those of
"bandit -r TARGET", and "# nosec" means what it means there.
"""

import json
import os
import sys
import tempfile
from unittest import mock

from bandit.cli import main as bandit
from bandit.core import constants

from perspectives import sources
from perspectives.report import Issue, Report, counted, nothing_found, weighed

COST = 10


def look(target):
    left_out = [path for path in sources.python_files(target) if sources.is_left_out(path)]
    found = _bandit(target, left_out)
    results = [_issue(result, target) for result in found["results"]]
    broken = [_broken(error, target) for error in found["errors"]]
    broken += [sources.problem(path, target) for path in left_out]
    # Bandit lists each file that it opened, and their sum.
    files = len(left_out) + len(found["metrics"].keys() - {"_totals"})
    metrics = {"files": files, "results": len(results), "filesNotAnalysed": len(broken)}
    for severity in ("HIGH", "MEDIUM", "LOW"):
        metrics[severity.lower()] = sum(issue.severity == severity for issue in results)
    if not files:
        return nothing_found(metrics)
    score = weighed(100 - COST * len(results), files, len(broken))
    return Report(score, _finding(results, metrics), results + broken, metrics)


def _finding(results, metrics):
    by_severity = ", ".join(f"{metrics[s]} {s}" for s in ("high", "medium", "low") if metrics[s])
    finding = f"{counted(len(results), 'security issue')} in {counted(metrics['files'], 'file')}"
    if by_severity:
        finding += f" ({by_severity})"
    if metrics["filesNotAnalysed"]:
        finding += f"; {metrics['filesNotAnalysed']} could not be analysed"
    return finding


def _bandit(target, excluded):
    """The report of bandit's command line, run in this process."""
    arguments = ["bandit", "-q", "-r", str(target), "-f", "json"]
    if excluded:
        arguments += ["-x", ",".join([*constants.EXCLUDE, *map(str, excluded)])]
    with tempfile.TemporaryDirectory() as directory:
        output = os.path.join(directory, "bandit.json")
        with mock.patch.object(sys, "argv", [*arguments, "-o", output]):
            try:
                bandit.main()
            except SystemExit as end:
                # 1 says that there are results.
                if end.code not in (0, 1):
                    raise RuntimeError(f"bandit gave up with exit status {end.code}; see above for why") from end
        with open(output, encoding="utf-8") as report:
            return json.load(report)


def _issue(result, target):
    # Bandit has UNDEFINED too, for plugins that do not say.
    severity = result["issue_severity"] if result["issue_severity"] in ("HIGH", "MEDIUM") else "LOW"
    name = sources.name(result["filename"], target)
    return Issue(name, result["line_number"], severity, result["test_id"], result["issue_text"])


def _broken(error, target):
    issue = sources.problem(error["filename"], target)
    return issue or Issue(
        sources.name(error["filename"], target), None, "HIGH", "FILE-UNREADABLE", f"not analysed: {error['reason']}"
    )
