"""What a perspective reports, and how it is printed."""

import dataclasses
import json
import typing

SEVERITIES = ("HIGH", "MEDIUM", "LOW")

# The worst issues come first, so what is cut, here or by the worker, is the least of them; "issuesFound" counts all.
MOST_ISSUES = 10_000


class Issue(typing.NamedTuple):
    """One thing that was found. The line is None where it is about the file as a whole, the file where about all."""

    file: typing.Optional[str]
    line: typing.Optional[int]
    severity: str
    rule: str
    message: str


@dataclasses.dataclass
class Report:
    """A score from 0 to 100, one line that says why, the issues, and numbers worth keeping."""

    score: float
    finding: str
    issues: list = dataclasses.field(default_factory=list)
    metrics: dict = dataclasses.field(default_factory=dict)

    def line(self, perspective):
        """The report as one line of JSON, the same whenever it is about the same tree."""
        issues = sorted(self.issues, key=_order)
        record = {
            "perspective": perspective,
            "score": round(max(0.0, min(100.0, self.score)), 1),
            "finding": self.finding,
            "issues": [issue._asdict() for issue in issues[:MOST_ISSUES]],
            **self.metrics,
            "issuesFound": len(issues),
        }
        return json.dumps(record)


def nothing_found(metrics):
    """The report on a target without a Python file: nothing was reviewed, so nothing is praised."""
    issue = Issue(None, None, "HIGH", "FILE-NONE", "there is no Python file to look at")
    return Report(0, "no Python files to look at", [issue], metrics)


def weighed(score, files, broken):
    """A score of the files that could be analysed, less the share of those that could not: what is unknown is not good."""
    return max(0, min(100, score)) * max(0, files - broken) / files if broken else score


def counted(number, what):
    """"1 file", "2 files"."""
    plural = {"class": "classes"}.get(what, what + "s")
    return f"{number} {what if number == 1 else plural}"


def _order(issue):
    return SEVERITIES.index(issue.severity), issue.file or "", issue.line or 0, issue.rule, issue.message
