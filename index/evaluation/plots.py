"""Plots as inline SVG: how the confidence spreads over the two sorts of questions, and what a threshold makes of it.

Colours come from the style of the page (classes ``answerable``, ``unanswerable``, ``mark``); sizes are in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from lxml.builder import E

from index.evaluation import silence
from index.evaluation.outcomes import Outcome

Element = Any
"""An element of lxml, which comes without types."""

_WIDTH, _HEIGHT = 460, 230
_LEFT, _BOTTOM, _TOP, _RIGHT = 44, 38, 20, 12
_BINS = 20
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def _x(share: float) -> str:
    return f"{_LEFT + share * (_WIDTH - _LEFT - _RIGHT):.1f}"


def _y(share: float, height: int = _HEIGHT) -> str:
    return f"{height - _BOTTOM - share * (height - _BOTTOM - _TOP):.1f}"


def _text(words: str, x: str, y: str, anchor: str = "middle") -> Element:
    return E.text(words, {"x": x, "y": y, "text-anchor": anchor})


def _line(x1: str, y1: str, x2: str, y2: str, kind: str) -> Element:
    return E.line({"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": kind})


def _frame(title: str, below: str, height: int, *parts: Element) -> Element:
    """Return a picture with a line below from 0 to 1 that is called ``below``, and ``parts`` in it."""
    drawn = E.svg(E.title(title), {"viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "class": "plot"})
    drawn.append(_line(_x(0), _y(0, height), _x(1), _y(0, height), "axis"))
    for tick in _TICKS:
        drawn.append(_text(f"{tick:g}", _x(tick), f"{height - _BOTTOM + 14}"))
    drawn.append(_text(below, _x(0.5), f"{height - 6}"))
    drawn.extend(parts)
    return drawn


def histogram(outcomes: Sequence[Outcome], threshold: float, *, answerable: bool) -> Element:
    """Return how many of the questions with an answer, or of those without, have which confidence, and the threshold.

    A bar goes from its lower end, included, to its upper end; the last one includes 1.
    """
    sort = "answerable" if answerable else "unanswerable"
    title = "questions with an answer" if answerable else "questions without an answer"
    values = [one.confidence for one in outcomes if bool(one.case.golds) == answerable]
    counts, edges = np.histogram(values, bins=_BINS, range=(0.0, 1.0))
    most, height = max(int(counts.max()), 1), 170
    parts = [
        E.rect(
            E.title(f"{edges[at]:.2f} to {edges[at + 1]:.2f}: {count}"),
            {
                "x": _x(float(edges[at])),
                "y": _y(float(count) / most, height),
                "width": f"{(_WIDTH - _LEFT - _RIGHT) / _BINS - 1:.1f}",
                "height": f"{float(count) / most * (height - _BOTTOM - _TOP):.1f}",
                "class": sort,
            },
        )
        for at, count in enumerate(counts)
        if count
    ]
    parts += [_text(str(most), f"{_LEFT - 6}", _y(1, height), "end"), _text("0", f"{_LEFT - 6}", _y(0, height), "end")]
    parts += _threshold(threshold, height)
    return _frame(f"{title}: confidence", f"confidence of the {len(values)} {title}", height, *parts)


def _threshold(threshold: float, height: int) -> list[Element]:
    at = min(max(threshold, 0.0), 1.0)
    words = f"threshold {threshold:.2f}"
    return [
        _line(_x(at), _y(0, height), _x(at), f"{_TOP - 5}", "mark"),
        _text(words, _x(at), f"{_TOP - 7}", "start" if at < 0.5 else "end"),  # noqa: PLR2004 - inside the picture
    ]


def trade(outcomes: Sequence[Outcome], threshold: float) -> Element:
    """Return the curve of the share of questions with an answer that get one against the share of others kept silent.

    Marked: the shipped threshold, and where 90 % of those with an answer are answered. Both sorts must be there.
    """
    confidence = np.array([one.confidence for one in outcomes], np.float64)
    answerable = np.array([bool(one.case.golds) for one in outcomes], np.bool_)
    rows = silence.curve(confidence, answerable)
    path = " ".join(f"{_x(answered)},{_y(silent)}" for _, answered, silent in rows)
    parts = [_text(f"{tick:g}", f"{_LEFT - 6}", _y(tick), "end") for tick in _TICKS]
    parts += [_line(_x(0), _y(tick), _x(1), _y(tick), "grid") for tick in _TICKS[1:]]
    parts.append(E.polyline({"points": path, "class": "curve"}))
    enough = rows[rows[:, 1] >= silence.ANSWERED - silence.ROUNDING][-1]
    shipped = rows[rows[:, 0] >= threshold][0]
    points = ((enough, "90 % answered", "point"), (shipped, f"threshold {threshold:.2f}", "ring"))
    for at, ((_, answered, silent), words, kind) in enumerate(points):
        told = f"{words}: answers {answered:.0%}, silent on {silent:.0%}"
        down = f"{_HEIGHT - _BOTTOM - 28 + at * 16}"
        parts += [_point(_x(answered), _y(silent), kind), _point(_x(0.03), down, kind)]
        parts.append(_text(told, _x(0.05), f"{int(down) + 4}", "start"))
    parts.append(_text("share of the others kept silent", _x(0), f"{_TOP - 8}", "start"))
    return _frame("answers against silence", "share of questions with an answer that get one", _HEIGHT, *parts)


def _point(x: str, y: str, kind: str) -> Element:
    return E.circle({"cx": x, "cy": y, "r": "4", "class": kind})


def whisker(value: float, low: float, high: float) -> Element:
    """Return a bar of ``value``, 0 to 1, with its interval drawn over it."""
    wide = 160
    return E.svg(
        E.rect({"x": "0", "y": "4", "width": f"{value * wide:.1f}", "height": "8", "class": "share"}),
        _line(f"{low * wide:.1f}", "8", f"{high * wide:.1f}", "8", "whisker"),
        _line(f"{low * wide:.1f}", "3", f"{low * wide:.1f}", "13", "whisker"),
        _line(f"{high * wide:.1f}", "3", f"{high * wide:.1f}", "13", "whisker"),
        {"viewBox": f"-1 0 {wide + 2} 16", "class": "bar", "aria-hidden": "true"},
    )
