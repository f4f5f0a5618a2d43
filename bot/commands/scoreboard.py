"""The figures of an evaluation on a terminal: all questions first, then the groups, then what changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.options import out
from index.evaluation.scoring import SHARES, Facts, Row
from index.evaluation.wording import MEANINGS, interval, share

if TYPE_CHECKING:
    from index.evaluation.comparison import Comparison

_WIDTH = 120
"""Of what goes into a pipe, which has no width of its own."""

_IN_GROUPS = {
    "hit@1": "hit@1",
    "s1": "s1",
    "s3": "s3",
    "ranked hit@1": "ranked@1",
    "ranked hit@3": "ranked@3",
    "answered of answerable": "answered",
    "silence recall": "silent",
}
"""The figures of a group that fit on a line, and their heads."""


def show(rows: Sequence[Row]) -> None:
    """Print the figures of all questions with their intervals and meaning, then a line a group."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    (_, whole), *groups = rows
    console.print(_main(whole), highlight=False)
    if groups:
        console.print(_groups(groups), highlight=False)


def _main(facts: Facts) -> Table:
    found = Table("figure", title=f"{facts['questions']} questions", title_justify="left", box=SIMPLE_HEAD)
    found.add_column("share", justify="right")
    found.add_column("95 %", no_wrap=True)
    found.add_column("what it is")
    for name in SHARES:
        if facts[name] is not None:
            ends = interval(facts[f"{name} low"], facts[f"{name} high"])
            found.add_row(name, share(facts[name]), ends, MEANINGS[name])
    for name in ("p50 ms", "p95 ms"):
        found.add_row(name, f"{facts[name]:.1f}", "", "")
    return found


def _groups(groups: Sequence[Row]) -> Table:
    found = Table(title="by group: share, 95 % interval", title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    found.add_column("group", no_wrap=True)
    found.add_column("n", justify="right")
    names = [name for name in _IN_GROUPS if any(facts[name] is not None for _, facts in groups)]
    for name in names:
        found.add_column(_IN_GROUPS[name], no_wrap=True)
    for group, facts in groups:
        found.add_row(Text(group), str(facts["questions"]), *(_short(facts, name) for name in names))
    return found


def _short(facts: Facts, name: str) -> str:
    """Return a share and its interval in eleven characters: .72 .62–.81."""
    ends = interval(facts[f"{name} low"], facts[f"{name} high"])
    return f"{share(facts[name])} {ends}".replace("1.00", "1.0").replace("0.", ".").strip()


def show_comparison(comparison: Comparison) -> None:
    """Print how many questions got better and worse in each aspect, and which."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    found = Table("since " + comparison.before, title_justify="left", box=SIMPLE_HEAD)
    for head in ("better", "worse", "same", "sign test, p"):
        found.add_column(head, justify="right")
    for aspect in comparison.aspects:
        counts = (len(aspect.better), len(aspect.worse), aspect.same)
        found.add_row(aspect.name, *map(str, counts), f"{aspect.probability:.3f}")
    console.print(found, highlight=False)
    for line in comparison.circumstances:
        out(f"note: {line}")
    for aspect in comparison.aspects:
        for sort, changes in (("better", aspect.better), ("worse", aspect.worse)):
            for one in changes:
                out(f"{sort}  {aspect.name}: {one.before} -> {one.now}  {one.id}  {one.question}")
