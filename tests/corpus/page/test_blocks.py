"""The blocks of a page: no word lost, glued or doubled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from corpus.page.blocks import blocks_of, joined

_WORD = st.text("abcdefgé", min_size=1, max_size=6)
_INLINE = st.sampled_from(["<em>{}</em>", "<a href='x'>{}</a>", "<b><i>{}</i></b>", "{}", "<span>{}</span>"])
_BLOCK = st.sampled_from(["<p>{}</p>", "<div>{}</div>", "<li>{}</li>", "<blockquote>{}</blockquote>", "<h2>{}</h2>"])


def text_of(markup: str) -> str:
    return joined(blocks_of(html.document_fromstring(f"<body>{markup}</body>")))


@given(st.lists(st.tuples(_BLOCK, st.lists(st.tuples(_INLINE, _WORD), min_size=1, max_size=5)), min_size=1, max_size=6))
def test_every_word_is_there_once_and_in_order(blocks: list[tuple[str, list[tuple[str, str]]]]) -> None:
    markup = "".join(block.format(" ".join(inline.format(word) for inline, word in words)) for block, words in blocks)
    assert text_of(markup).split() == [word for _, words in blocks for _, word in words]


def test_marks_of_footnotes_are_not_glued_to_words() -> None:
    assert text_of("<p>Rates fell.<sup>12</sup> They rose<a href='#n'><sup>3</sup></a> since.</p>") == (
        "Rates fell. They rose since."
    )
    assert text_of("<p><sup>12</sup>See the report.</p>") == "12 See the report."


def test_powers_and_ordinals_stay() -> None:
    assert text_of("<p>Le 1<sup>er</sup> mai, 10<sup>6</sup> m<sup>2</sup>, CO<sub>2</sub>.</p>") == (
        "Le 1er mai, 10⁶ m2, CO2."
    )
    assert text_of("<p>In 2023<sup>1</sup> it fell to 10<sup>-3</sup>.</p>") == "In 2023¹ it fell to 10⁻³."


def test_two_line_breaks_part_paragraphs_and_one_ends_a_line() -> None:
    assert text_of("a<br>b<br> <br>c") == "a\nb\n\nc"


def test_preformatted_lines_stay_lines() -> None:
    assert text_of("<pre>one\ntwo\n\nthree</pre>") == "one\ntwo\n\nthree"


def test_scripts_and_fields_say_nothing() -> None:
    assert text_of("<p>a</p><script>b</script><style>c</style><select><option>d</option></select><p>e</p>") == "a\n\ne"
