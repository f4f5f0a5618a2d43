"""The codes of words on disk: what was written comes back, and damage is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import GenerationError
from index.interaction.codes import CODES, OFFSETS, WordCodes

DIMENSION = 3
PASSAGES = [b"\x01\x02\x03\x7f\x80\x81", b"", b"\x04\x05\x06", b""]


@given(data=st.data(), dimension=st.integers(1, 5))
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, dimension: int
) -> None:
    a_passage = st.integers(0, 4).flatmap(
        lambda words: st.binary(min_size=words * dimension, max_size=words * dimension)
    )
    passages = data.draw(st.lists(a_passage, max_size=8))
    folder = tmp_path_factory.mktemp("codes")
    WordCodes.write(folder, iter(passages), dimension)
    found = WordCodes.open(folder)
    assert (len(found), found.dimension) == (len(passages), dimension)
    assert list(found.each()) == passages
    plain = np.load(folder / CODES, allow_pickle=False)
    assert (plain.dtype, plain.tobytes()) == (np.int8, b"".join(passages))
    wanted = data.draw(st.lists(st.sampled_from(range(len(passages))), unique=True)) if passages else []
    codes, counts = found.of(np.array(wanted, np.int64))
    assert codes.shape[1] == dimension
    assert codes.tobytes() == b"".join(passages[at] for at in wanted)
    assert counts.tolist() == [len(passages[at]) // dimension for at in wanted]


def test_an_array_file_as_numpy_writes_it_is_read(tmp_path: Path) -> None:
    WordCodes.write(tmp_path, PASSAGES, DIMENSION)
    ours = (tmp_path / CODES).read_bytes()
    np.save(tmp_path / CODES, np.frombuffer(b"".join(PASSAGES), np.int8).reshape(-1, DIMENSION))
    assert len(ours) == (tmp_path / CODES).stat().st_size
    assert list(WordCodes.open(tmp_path).each()) == PASSAGES


def test_the_same_codes_give_the_same_files(tmp_path: Path) -> None:
    written = []
    for _ in range(2):
        WordCodes.write(tmp_path, PASSAGES, DIMENSION)
        written.append([(tmp_path / name).read_bytes() for name in (CODES, OFFSETS)])
    assert written[0] == written[1]


def _missing(folder: Path) -> None:
    (folder / OFFSETS).unlink()


def _shortened(folder: Path) -> None:
    (folder / CODES).write_bytes((folder / CODES).read_bytes()[:-1])


def _empty(folder: Path) -> None:
    (folder / CODES).write_bytes(b"")


def _no_array(folder: Path) -> None:
    (folder / CODES).write_bytes(b"this is no array at all, but as long as one could be")


def _objects(folder: Path) -> None:
    np.save(folder / OFFSETS, np.array([{}]), allow_pickle=True)


def _of_fewer_words(folder: Path) -> None:
    np.save(folder / OFFSETS, np.array([0, 1, 2]))


def _begins_later(folder: Path) -> None:
    np.save(folder / OFFSETS, np.array([1, 3]))


def _goes_back(folder: Path) -> None:
    np.save(folder / OFFSETS, np.array([0, 2, 1, 3]))


def _without_offsets(folder: Path) -> None:
    np.save(folder / OFFSETS, np.empty(0, np.int64))


def _of_other_numbers(folder: Path) -> None:
    np.save(folder / CODES, np.zeros((3, DIMENSION), np.float16))


def _flat(folder: Path) -> None:
    np.save(folder / CODES, np.zeros(3, np.int8))


@pytest.mark.parametrize(
    "damage",
    [
        _missing,
        _shortened,
        _empty,
        _no_array,
        _objects,
        _of_fewer_words,
        _begins_later,
        _goes_back,
        _without_offsets,
        _of_other_numbers,
        _flat,
    ],
)
def test_what_is_damaged_or_does_not_belong_together_is_told(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    WordCodes.write(tmp_path, PASSAGES, DIMENSION)
    damage(tmp_path)
    with pytest.raises(GenerationError, match=r"`onrecord rebuild` makes it anew") as caught:
        WordCodes.open(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)
