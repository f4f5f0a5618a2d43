"""Stand-ins for the index's tests: an encoder that needs no model, and drafts in a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.archive import Archive
from corpus.statement import UNDATED, Draft, Provenance, PublicationDate, Revision, Statement, fingerprint, given
from index.answers.retrieval import Candidates
from index.generation import Generations
from index.interaction.adapter import Adapter
from index.interaction.alignment import Hidden, content_words
from index.interaction.projection import Projection
from index.places import Places
from index.text.span import Span

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    import pytest

    from index.engines.embedding import ContextEncoder, Encoder

_WORD = re.compile(r"\w+")


class HashedEncoder:
    """A bag of words under a random projection: texts that share words are near, the same in every process.

    ``embedded`` holds every text that :meth:`passages` was given. After ``lasts`` calls it raises ``PowerCut``.
    """

    def __init__(self, name: str = "hashed", dimension: int = 32, lasts: int | None = None) -> None:
        self.name, self._dimension, self._lasts = name, dimension, lasts
        self.embedded: list[str] = []

    @property
    def recipe(self) -> str:
        return f"{self.name}:{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if self._lasts is not None:
            if self._lasts == 0:
                raise PowerCut
            self._lasts -= 1
        self.embedded += texts
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> npt.NDArray[np.float32]:
        total = np.full(self._dimension, 1e-3)
        for word in _WORD.findall(text.casefold()):
            seed = int.from_bytes(hashlib.sha256(f"{self.name} {word}".encode()).digest()[:8], "little")
            total += np.random.default_rng(seed).standard_normal(self._dimension)
        return np.asarray(total / np.linalg.norm(total), np.float32)


class PowerCut(BaseException):
    """Ends a piece of work in the middle, as a kill would: no handler of the program's may catch it."""


class GivenVectors(HashedEncoder):
    """Gives the same rows for whatever it is asked to embed."""

    def __init__(self, rows: npt.NDArray[np.float32]) -> None:
        super().__init__("given", rows.shape[1])
        self._rows = rows

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:  # noqa: ARG002 - it does not look at them
        return self._rows


def draft(
    text: str, source: str = "/in/a.md", *, title: str | None = None, day: str | None = None, language: str = "en"
) -> Draft:
    """Return a draft of ``text``; ``day`` in ISO form, undated without it."""
    issued = PublicationDate(date.fromisoformat(day), Provenance.GIVEN) if day else UNDATED
    return Draft(text, source, title=title, date=issued, language=given(language))


def flip(file: Path, at: int = -1) -> None:
    """Flip the bits of one byte of ``file``: the middle one, unless told which."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2 if at < 0 else at] ^= 0xFF
    file.write_bytes(content)


def id_of(archive: Archive, source: str) -> str:
    """Return the id of the statement that was read from ``source``."""
    return next(one.id for one in archive.statements() if source in one.sources)


def hold_the_index(data: str, held: Event, let_go: Event) -> None:
    """Be the one writer of the index below ``data`` from ``held`` until ``let_go``; runs in another process."""
    with Generations(Path(data)).writer():
        held.set()
        let_go.wait(60)


if TYPE_CHECKING:
    _is_an_encoder: Encoder = HashedEncoder()


def candidates_of(ordinals: npt.NDArray[np.int64], **scores: npt.NDArray[np.floating]) -> Candidates:
    """Return candidates with these ``scores``; nothing else speaks for any of them."""
    count = len(ordinals)
    known = {name: scores.get(name, np.zeros(count)).astype(np.float32) for name in _SCORES}
    known["lengths"] = scores.get("lengths", np.full(count, 1500.0)).astype(np.float32)
    none = np.empty((0, count), np.float32)
    return Candidates(ordinals, **known, matches=none)


_SCORES = ("meaning", "standing", "words", "late", "agreement", "lengths", "extra")


class HashedContextEncoder(HashedEncoder):
    """A :class:`HashedEncoder` that gives words in context, too: of each word's hash, bent by its neighbours.

    ``recipe`` may be set: to that of a projection or an adapter, which then belongs to it.
    """

    WIDTH = 12

    def __init__(self, name: str = "context", dimension: int = 32, lasts: int | None = None) -> None:
        super().__init__(name, dimension, lasts)
        self._recipe = f"{name}:{dimension}"

    @property
    def recipe(self) -> str:
        return self._recipe

    @recipe.setter
    def recipe(self, recipe: str) -> None:
        self._recipe = recipe

    def use_all_cores(self) -> None:
        """Be used as the bundled model is."""

    def passages_in_context(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.float32], list[Hidden]]:
        return self.passages(texts), [self._words(text) for text in texts]

    def query_in_context(self, text: str) -> tuple[npt.NDArray[np.float32], Hidden]:
        return self.query(text), self._words(text)

    def _words(self, text: str) -> Hidden:
        alone = [self._word(word.folded) for word in content_words(text)]
        if not alone:
            return np.empty((0, self.WIDTH), np.float32)
        rows = np.stack(alone)
        before, after = np.roll(rows, 1, axis=0), np.roll(rows, -1, axis=0)
        return np.asarray(rows + 0.1 * (before + after), np.float32)

    def _word(self, folded: str) -> npt.NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(f"word {folded}".encode()).digest()[:8], "little")
        return np.random.default_rng(seed).standard_normal(self.WIDTH)


def projection_for(recipe: str, *, dimension: int = 6, seed: int = 1) -> Projection:
    """Return a projection at random for the words of a :class:`HashedContextEncoder`."""
    rng, width = np.random.default_rng(seed), HashedContextEncoder.WIDTH
    shapes = (width, width, (width, dimension), width + 1)
    means, other_means, matrix, weight = (rng.standard_normal(shape).astype(np.float32) for shape in shapes)
    return Projection(means, other_means, matrix, weight * np.float32(0.25), recipe=recipe, worth=12.0)


def ship(patch: pytest.MonkeyPatch, projection: Projection | None, adapter: Adapter | None = None) -> None:
    """Let this version come with ``projection`` and ``adapter``, each for the model that it belongs to."""

    def words(recipe: str) -> Projection | None:
        return projection if projection is not None and projection.recipe == recipe else None

    def moves(recipe: str) -> Adapter | None:
        return adapter if adapter is not None and adapter.recipe == recipe else None

    patch.setattr(Projection, "shipped", staticmethod(words))
    patch.setattr(Adapter, "shipped", staticmethod(moves))


if TYPE_CHECKING:
    _gives_words: ContextEncoder = HashedContextEncoder()


def statements_of(*drafts: Draft) -> list[Statement]:
    """Return statements that no archive has seen, whose ids are their places in the list, in ten digits."""
    seen, found = datetime(2022, 1, 1, tzinfo=UTC), []
    for at, one in enumerate(drafts):
        name = f"{at:010}"
        revision = Revision(name, 1, fingerprint(one.text), seen, one.text)
        found.append(Statement(name, one.title, one.date, one.issuer, one.language, None, (one.source,), revision))
    return found


class Stack:
    """Statements that no archive has seen, each with one passage, its whole text: their places and their wordings."""

    def __init__(self, *drafts: Draft) -> None:
        self.statements = statements_of(*drafts)
        self.places = Places.build(self.statements, [[Span(0, len(one.text))] for one in drafts])

    def wording(self, statement_id: str, _: int) -> tuple[Statement, str, str]:
        one = self.statements[int(statement_id)]
        return one, one.revision.text, one.revision.sha256

    def candidates(self, **scores: list[float]) -> Candidates:
        """Return all of them as candidates with these ``scores``."""
        arrays = {name: np.array(values, np.float64) for name, values in scores.items()}
        return candidates_of(np.arange(len(self.statements)), **arrays)
