"""What several statements say in nearly the same words is quoted once, and says where else it stands."""

from __future__ import annotations

import pytest

from index.answers import extract
from index.answers.answer import Extract
from index.answers.question import Question
from index.answers.ranking import rank
from index.answers.search import Searcher
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, Stack, draft, id_of

TOLD = "The Minister thanked the Secretary for the 300 tents that were sent to the camps of the north in spring."
NEARLY = "The Minister thanked the Secretary for the 300 tents which were sent to the camps of the north in spring."
MORE = TOLD.replace("300", "350")
ELSE = "The Council condemned the attack in Mali and called for calm in the whole of the country at once."
LAST = "A border crossing was opened for trucks with food in the morning of a day in autumn."


def _cut(texts: list[str], standing: list[float], *, in_order: bool = False) -> tuple[Extract, ...]:
    stack = Stack(*(draft(text) for text in texts))
    found = stack.candidates(standing=standing)
    return extract.cut(found, rank(found, stack.places), stack.places, stack.wording, in_order=in_order)


def _also(extracts: tuple[Extract, ...]) -> list[tuple[str, list[int]]]:
    return [(one.quote, [int(name) for name in one.also]) for one in extracts]


@pytest.mark.parametrize("other", [TOLD, NEARLY, f"  {TOLD}".strip().upper()])
def test_nearly_the_same_is_quoted_once_from_the_best(other: str) -> None:
    assert _also(_cut([ELSE, other, TOLD], [8.0, 8.5, 9.0])) == [(TOLD, [1]), (ELSE, [])]
    assert _also(_cut([ELSE, other, TOLD], [8.0, 9.0, 8.5])) == [(other, [2]), (ELSE, [])]


def test_another_number_is_another_thing() -> None:
    assert _also(_cut([TOLD, MORE], [9.0, 8.5])) == [(TOLD, []), (MORE, [])]


def test_near_duplicates_take_no_place() -> None:
    texts = [TOLD, NEARLY, ELSE, TOLD.upper(), LAST]
    assert _also(_cut(texts, [9.0, 8.9, 8.8, 8.7, 8.6])) == [(TOLD, [1, 3]), (ELSE, []), (LAST, [])]


def test_what_is_too_far_is_not_said_to_say_it_too() -> None:
    assert _also(_cut([TOLD, NEARLY], [9.0, 1.0])) == [(TOLD, [])]


def test_in_order_they_are_quoted_once_too() -> None:
    assert _also(_cut([TOLD, NEARLY, ELSE], [9.0, 8.9, 8.8], in_order=True)) == [(TOLD, [1]), (ELSE, [])]


def test_a_statement_does_not_stand_beside_itself(filled: Filled, encoder: HashedEncoder) -> None:
    twice = draft(f"{TOLD} So it was. So it went.\n\n{TOLD} And so on. And on.", "/in/twice.md")
    once = draft(f"{TOLD} So it was. So it went.", "/in/once.md")
    archive = filled(twice, once)
    answer = Searcher(archive, encoder).answer(Question.of("Whom did the Minister thank for the 300 tents?"))
    shown = answer.extracts or answer.nearest
    both = {id_of(archive, "/in/twice.md"), id_of(archive, "/in/once.md")}
    for one in shown:
        assert one.statement.id not in one.also
        assert len(one.also) == len(set(one.also))
        assert {one.statement.id, *one.also} <= both
    assert {shown[0].statement.id, *shown[0].also} == both


def test_an_answer_says_where_else_it_stands(filled: Filled, encoder: HashedEncoder) -> None:
    others = [draft(f"The forum on matter {number} went on in the city.", f"/in/{number}.md") for number in range(20)]
    told = (draft(TOLD, "/in/told.md"), draft(NEARLY, "/in/nearly.md"), draft(MORE, "/in/more.md"))
    archive = filled(*told, *others)
    answer = Searcher(archive, encoder).answer(Question.of("Whom did the Minister thank for tents sent in spring?"))
    shown = answer.extracts or answer.nearest
    assert len(shown) == 2
    ids = {source: id_of(archive, f"/in/{source}.md") for source in ("told", "nearly", "more")}
    found = {frozenset((one.statement.id, *one.also)) for one in shown}
    assert found == {frozenset((ids["told"], ids["nearly"])), frozenset((ids["more"],))}
    assert [one.as_json()["also"] for one in shown] == [list(one.also) for one in shown]
