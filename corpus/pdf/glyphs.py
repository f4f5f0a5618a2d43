"""A character as a page draws it, and the matrices that place it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float]

UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character or ligature: its text in logical order, from ``left`` to ``right`` on ``base``, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float


def product(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that maps by ``first``, then by ``second``."""
    a, b, c, d, e, f = first
    m, n, o, p, q, r = second
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def moved(right: float, up: float, matrix: Matrix) -> Matrix:
    """Return ``matrix`` moved in its own units."""
    return product((1.0, 0.0, 0.0, 1.0, right, up), matrix)


def numbers(operands: Sequence[object]) -> list[float]:
    """Return ``operands`` as numbers, 0.0 for what is none."""
    return [float(one) if isinstance(one, (int, float)) else 0.0 for one in operands]


def matrix(operands: Sequence[object]) -> Matrix:
    """Return ``operands`` as a matrix; one that changes nothing when they are not six."""
    found = numbers(operands)
    if len(found) != len(UPRIGHT):
        return UPRIGHT
    a, b, c, d, e, f = found
    return (a, b, c, d, e, f)
