"""An archive of about a hundred thousand real passages, most of them with made-up vectors: embedding all takes an hour.

The vectors lie around the mean of some real ones, as far from it as those: a search has as much to sort as otherwise.
They are kept under the encoder's own recipe, so the ordinary build and search take them.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.archive import Archive
from corpus.document import Document
from corpus.intake import Given, read_from
from corpus.statement import Draft
from index import build, vectors
from index.cutting import Cut
from index.engines.embedding import SentenceTransformerEncoder, Vectors
from index.generation import Generations
from index.interaction.alignment import Hidden, content_words
from tests.bench.growing import fill

SOURCE = Path(__file__).parents[3] / "shared" / "scale" / "us-senate-press-releases.jsonl.gz"
RELEASES = 12_000
_EMBEDDED = 200


class AroundTheMean:
    """Gives every text a random unit vector near the mean of real ones, the same every time, under their recipe.

    Each content word of a text gets that of some word of the real texts.
    """

    def __init__(self, encoder: SentenceTransformerEncoder, texts: Sequence[str]) -> None:
        real, words = encoder.passages_in_context(texts)
        self.recipe, self.dimension = encoder.recipe, real.shape[1]
        self._mean, self._deviations = real.mean(axis=0), real.std(axis=0)
        self._words = np.concatenate(words)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts``, shape (n, dimension)."""
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> npt.NDArray[np.float32]:
        """Return the vector of ``text``, shape (dimension,)."""
        found = self._mean + self._deviations * _chance(text).standard_normal(self.dimension, np.float32)
        return np.asarray(found / np.linalg.norm(found), np.float32)

    def passages_in_context(self, texts: Sequence[str]) -> tuple[Vectors, list[Hidden]]:
        """Return the vectors of ``texts``, and of each those of its content words: shape (words, width)."""
        return self.passages(texts), [self.query_in_context(text)[1] for text in texts]

    def query_in_context(self, text: str) -> tuple[npt.NDArray[np.float32], Hidden]:
        """Return the same of one text."""
        words = self._words[_chance(text).integers(len(self._words), size=len(content_words(text)))]
        return self.query(text), words


def _chance(text: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little"))


def opened(folder: Path, encoder: SentenceTransformerEncoder) -> Archive:
    """Return the archive in ``folder``, filled from :data:`SOURCE` and indexed if it is not yet."""
    archive = Archive(folder, create=True)
    if not archive.count():
        fill(archive, _releases(folder))
    if not build.is_usable(Generations(folder), archive, encoder, deep=False):
        some = _some(archive)
        vectors.embed_missing(archive.derivations, encoder, some, vectors.kept(archive.derivations, encoder))
        build.build(archive, AroundTheMean(encoder, list(some.values())), complete=True)
    return archive


def _releases(folder: Path) -> list[Draft]:
    some = folder / f"{RELEASES}.jsonl"
    with gzip.open(SOURCE, "rb") as lines:
        some.write_bytes(b"".join(islice(lines, RELEASES)))
    found = {one.text: one for one in read_from(Document.file(some), Given()) if isinstance(one, Draft)}
    some.unlink()
    return [dataclasses.replace(one, source=f"/releases/{number}.md") for number, one in enumerate(found.values())]


def _some(archive: Archive) -> dict[bytes, str]:
    """Return the texts, by key, of some passages here and there: those that are really embedded."""
    texts = Cut.of(islice(archive.statements(), _EMBEDDED)).texts(())
    return dict(islice(texts.items(), 0, len(texts), max(1, len(texts) // _EMBEDDED)))
