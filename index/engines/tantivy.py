"""Search by words: tantivy's BM25 (k1 1.2, b 0.75) over our own lexemes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from index.errors import GenerationError

Ordinals = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Group = tuple[str, ...]
"""The lexemes under which a text may hold one word of a question; the best of them counts."""
Worded = Iterable[tuple[int, list[str], date | None, str | None]]
"""Passages: ordinal, lexemes, day of issue, language."""

TRANSIENT = ".tantivy"
"""How the names of tantivy's lock files begin: they are empty and may come and go."""

_HEAP = 64_000_000
_SKELETON_WEIGHT = 0.6
"""A name found by its consonants alone is worth less than one found as written."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Lexemes come joined by spaces: the tokenizer only parts them again.
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("ordinal", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("day", stored=False, indexed=True, fast=True)
    builder.add_text_field("language", stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _counted(folder: Path) -> int:
    facts = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return sum(int(segment["max_doc"]) for segment in facts["segments"])


class WordIndex:
    """The words of passages by ordinal. Scores are BM25: 0 or more, higher is better.

    A passage that was taken out is not found, but is counted in the frequencies of its words until tantivy has merged
    the file that it is in, and so in ``counted``, the number of passages that frequencies are taken of.
    """

    def __init__(self, index: tantivy.Index, counted: int | None = None) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()
        self._counted = len(self) if counted is None else counted

    @classmethod
    def build(cls, folder: Path, passages: Worded) -> None:
        """Write an index of ``passages`` into ``folder``, which is not there yet.

        :raises GenerationError: when it cannot be written.
        """
        folder.mkdir(parents=True)
        cls._write(folder, lambda: tantivy.Index(_schema(), path=str(folder)), passages, np.empty(0, np.int64))

    @classmethod
    def extend(cls, folder: Path, passages: Worded, dead: Ordinals) -> None:
        """Add ``passages`` to the index in ``folder``, and take the passages ``dead`` out of it.

        Files of passages are never changed, only made and removed; the two that name them are replaced by a rename.
        So this may be done in a folder of links to another index's files, which stays as it is.

        :raises GenerationError: when it cannot be read or written.
        """
        cls._write(folder, lambda: tantivy.Index.open(str(folder)), passages, dead)

    @staticmethod
    def _write(folder: Path, opened: Callable[[], tantivy.Index], passages: Worded, dead: Ordinals) -> None:
        try:
            index = opened()
            # One thread, one order: the same record gives the same files.
            writer = index.writer(_HEAP, 1)
            if len(dead):
                gone = tantivy.Query.term_set_query(index.schema, "ordinal", dead.tolist())
                writer.delete_documents_by_query(gone)
            for ordinal, lexemes, day, language in passages:
                document = tantivy.Document()
                document.add_text("words", " ".join(lexemes))
                document.add_unsigned("ordinal", ordinal)
                document.add_unsigned("day", day.toordinal() if day else 0)
                document.add_text("language", language or "")
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:  # what tantivy makes of a full disk
            raise GenerationError(f"{folder}: cannot be written ({error}); check free space and permissions") from None

    @classmethod
    def open(cls, folder: Path) -> WordIndex:
        """Return the index in ``folder``.

        :raises GenerationError: when it cannot be read.
        """
        try:
            return cls(tantivy.Index.open(str(folder)), _counted(folder))
        except (ValueError, OSError, KeyError, TypeError) as error:
            if "Lockfile" in str(error):  # tantivy writes an empty file to open what it only reads
                raise GenerationError(
                    f"{folder}: cannot be opened ({error}); its folder must be writable, also to read it"
                ) from None
            raise GenerationError(f"{folder}: cannot be read; `onrecord rebuild` makes it anew") from None

    def __len__(self) -> int:
        """Return the number of passages."""
        return int(self._searcher.num_docs)

    def frequency(self, group: Group) -> int:
        """Return how many passages hold the most frequent lexeme of a group."""
        return max((int(self._searcher.doc_freq("words", key)) for key in group), default=0)

    def idf(self, group: Group) -> float:
        """Return the inverse document frequency of a group, 0 or more: ln(1 + (N - n + .5) / (n + .5)).

        ``n`` is that of its most frequent lexeme, so that a rare accidental form does not make a common word rare.
        """
        frequency, total = self.frequency(group), self._counted
        return math.log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))

    def _query(self, groups: Sequence[Group]) -> tantivy.Query:
        found = []
        for group in groups:
            terms = [
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(self._schema, "words", key, index_option="freq"), _SKELETON_WEIGHT
                )
                if key.startswith("~")
                else tantivy.Query.term_query(self._schema, "words", key, index_option="freq")
                for key in group
            ]
            best = tantivy.Query.disjunction_max_query(terms) if len(terms) > 1 else terms[0]
            found.append((tantivy.Occur.Should, best))
        return tantivy.Query.boolean_query(found)

    def _filtered(
        self, query: tantivy.Query, since: date | None, until: date | None, language: str | None
    ) -> tantivy.Query:
        filters = []
        if since or until:
            # An undated passage has day 0 and is in no range: its date is not known to lie there.
            first = since.toordinal() if since else 1
            last = until.toordinal() if until else date.max.toordinal()
            filters.append(tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Unsigned, first, last))
        if language:
            filters.append(tantivy.Query.term_query(self._schema, "language", language, index_option="basic"))
        return self._within(query, filters)

    @staticmethod
    def _within(query: tantivy.Query, filters: Sequence[tantivy.Query]) -> tantivy.Query:
        if not filters:
            return query
        silent = [(tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in filters]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *silent])

    def search(
        self,
        groups: Sequence[Group],
        limit: int,
        *,
        since: date | None = None,
        until: date | None = None,
        language: str | None = None,
    ) -> tuple[Ordinals, Scores]:
        """Return the ``limit`` best passages for ``groups``, best first, with scores; filters apply before scoring."""
        if not groups:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return self._run(self._filtered(self._query(groups), since, until, language), limit)

    def scores(self, groups: Sequence[Group], ordinals: Ordinals) -> Scores:
        """Return the BM25 scores of the passages ``ordinals`` for ``groups``, shape (n,); 0 where no word matches."""
        result = np.zeros(len(ordinals), np.float32)
        if not groups or not len(ordinals):
            return result
        # A term each: for some hundred it takes half the time of a set of terms.
        each = [tantivy.Query.term_query(self._schema, "ordinal", int(ordinal)) for ordinal in ordinals]
        wanted = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in each])
        found, scores = self._run(self._within(self._query(groups), [wanted]), len(ordinals))
        by_ordinal = dict(zip(found.tolist(), scores.tolist(), strict=True))
        return np.array([by_ordinal.get(int(ordinal), 0.0) for ordinal in ordinals], np.float32)

    def _run(self, query: tantivy.Query, limit: int) -> tuple[Ordinals, Scores]:
        hits = self._searcher.search(query, limit, count=False).hits
        if not hits:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        ordinals = self._searcher.fast_field_values("ordinal", [address for _, address in hits])
        found = np.array(ordinals, np.int64)
        scores = np.array([score for score, _ in hits], np.float32)
        # Ties come in the order of the files; the order of the record is the same every time.
        order = np.lexsort((found, -scores))
        return found[order], scores[order]
