"""Whatever bytes a file holds, a reader gives drafts that can be kept, or a line: nothing else ever comes out."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.readers import SUFFIXES
from tests.fuzz.reading import check, seeds

EXAMPLES = 40
RUNS = 300
ROOT = Path(__file__).parents[2]
# A first example loads libraries, which takes its time.
bounded = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What formats are made of: random bytes seldom are.
MARKS = [
    *(bytes([sign]) for sign in b"<>&\"',\n\r\x00{[\xff"),
    *(b"]]>", b"---\n", b"\\u0000", b"\\ud800", b"<!ENTITY", b"PK\x01\x02", b"obj", b"-1", b"9" * 20),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xd8\x9c", b"\xe2\x80\xae"),
]


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Return ``content`` with a few places cut out, doubled, or put over with something else."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        middle = draw(st.one_of(st.binary(max_size=8), st.sampled_from(MARKS), st.just(content[start:end] * 2)))
        content = content[:start] + middle + content[end:]
    return content


@pytest.mark.parametrize("suffix", sorted(seeds()))
def test_the_seeds_are_read(suffix: str) -> None:
    assert check(suffix, seeds()[suffix]) > 0


@pytest.mark.parametrize("suffix", sorted(seeds()))
@given(data=st.data())
@bounded
def test_damaged_documents_give_drafts_or_lines(suffix: str, data: st.DataObject) -> None:
    check(suffix, data.draw(damaged(seeds()[suffix])))


@pytest.mark.parametrize("suffix", sorted(set(seeds()) & set(SUFFIXES)))
@given(
    content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
)
@bounded
def test_random_bytes_give_drafts_or_lines(suffix: str, content: bytes) -> None:
    check(suffix, content)


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
def test_the_guided_fuzzer_runs_and_finds_nothing() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "120", "--runs", str(RUNS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, errors="replace")
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Done {RUNS} runs" in done.stderr
