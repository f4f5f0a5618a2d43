"""A reranker's word moves the best passages, as much as all that ranked them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from index.answers import reranking
from index.answers.question import Question
from index.answers.ranking import fused, rank
from index.answers.search import Searcher
from index.engines.reranking import Reranker
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, Stack, draft

STACK = Stack(draft("One.", title="Title"), draft("Two."), draft("Three."), draft("Four."))
STANDING = [4.0, 3.0, 2.0, 1.0]


class Liking:
    """A reranker that likes texts as ``likes`` says, others not at all; ``read`` is what it was given."""

    def __init__(self, likes: dict[str, float], scale: float = 1.0) -> None:
        self._likes, self._scale = likes, scale
        self.read: list[tuple[str, list[str]]] = []

    def scores(self, question: str, passages: Sequence[str]) -> npt.NDArray[np.float32]:
        self.read.append((question, list(passages)))
        return np.array([self._likes.get(one, 0.0) * self._scale - 7 for one in passages], np.float32)


def _order(reranker: Reranker, standing: list[float] = STANDING) -> list[int]:
    found = reranking.weighed(reranker, "a question", STACK.candidates(standing=standing), STACK.places, STACK.wording)
    return [one.statement for one in rank(found, STACK.places)]


def test_it_reads_the_question_and_the_passages_best_first_with_their_titles() -> None:
    reranker = Liking({})
    _order(reranker, [1.0, 3.0, 2.0, 4.0])
    assert reranker.read == [("a question", ["Four.", "Two.", "Three.", "Title: One."])]


def test_what_it_likes_best_moves_up() -> None:
    assert _order(Liking({})) == [0, 1, 2, 3], "without a word of its own nothing moves"
    assert _order(Liking({"Three.": 1.0})) == [2, 0, 1, 3]


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_its_scale_does_not_matter(scale: float) -> None:
    likes = {"Title: One.": 0.1, "Two.": 0.5, "Three.": 0.9, "Four.": 0.2}
    given = STACK.candidates(standing=STANDING, extra=[0, 1, 0, 0])
    found = reranking.weighed(Liking(likes, scale), "?", given, STACK.places, STACK.wording)
    theirs = np.array([0.1, 0.5, 0.9, 0.2])
    moved = reranking.WORTH * (theirs - theirs.min()) / theirs.std() * fused(given).std()
    np.testing.assert_allclose(found.extra, moved + np.array([0, 1, 0, 0]), rtol=2e-2)
    np.testing.assert_array_equal(given.extra, [0, 1, 0, 0], err_msg="what was given stays")


def test_only_the_best_are_read_and_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reranking, "DEPTH", 3)
    reranker = Liking({"Two.": 1.0, "Four.": 9.0})
    assert _order(reranker) == [1, 0, 2, 3]
    assert reranker.read[0][1] == ["Title: One.", "Two.", "Three."]


def test_nothing_found_is_nothing_moved() -> None:
    none = Stack()
    found = reranking.weighed(Liking({}), "?", none.candidates(standing=[]), none.places, none.wording)
    assert len(found) == 0


def test_a_search_is_moved_by_it(filled: Filled, encoder: HashedEncoder) -> None:
    truce = draft("The truce in Yemen was extended by 60 days.", "/in/truce.md")
    other = draft("The truce talks in Yemen went on for days.", "/in/talks.md", title="Talks")
    archive = filled(truce, other, draft("The Council condemned the attack in Mali.", "/in/mali.md"))
    question = Question.of("When was the truce in Yemen extended?")

    def first(reranker: Reranker | None) -> str:
        found = Searcher(archive, encoder, reranker=reranker).find(question)
        return archive.statement(str(found.snapshot.places.ids[found.ranked[0].statement])).source

    reranker = Liking({f"Talks: {other.text}": 1.0})
    assert (first(None), first(reranker)) == (truce.source, other.source)
    assert reranker.read[0][0] == question.text
