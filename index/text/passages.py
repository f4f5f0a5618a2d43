"""Passages: what is embedded and found. Up to three sentences in a row, as one exact span of the stored text."""

from __future__ import annotations

from index.text.sentences import LONGEST, sentences
from index.text.span import Span

SENTENCES = 3
VERSION = "s3c480"
"""Names this way of cutting; it goes into the recipe of everything computed from passages."""


def passages(text: str, language: str | None) -> list[Span]:
    """Return the passages of ``text`` in order: every sentence is in exactly one.

    A passage has at most :data:`SENTENCES` sentences and, unless its first one alone is longer,
    :data:`index.text.sentences.LONGEST` code points from its first to its last.
    """
    found: list[Span] = []
    count = 0
    for sentence in sentences(text, language):
        if found and count < SENTENCES and sentence.end - found[-1].start <= LONGEST:
            found[-1] = Span(found[-1].start, sentence.end)
            count += 1
        else:
            found.append(sentence)
            count = 1
    return found
