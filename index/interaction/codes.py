"""The codes of the words of a part's passages on disk: one array, of which a question reads a few rows."""

from __future__ import annotations

import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import GenerationError
from index.interaction.projection import Codes

CODES, OFFSETS = "codes.npy", "offsets.npy"

Ordinals = npt.NDArray[np.int64]

_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class WordCodes:
    """``codes``, shape (words, dimension); those of passage ``i`` are the rows ``offsets[i]`` to ``offsets[i + 1]``.

    A passage that has none has no rows.
    """

    codes: Codes
    offsets: Ordinals

    def __len__(self) -> int:
        """Return the number of passages, those without codes among them."""
        return len(self.offsets) - 1

    @property
    def dimension(self) -> int:
        """Numbers a word."""
        return int(self.codes.shape[1])

    def of(self, passages: Ordinals) -> tuple[Codes, Ordinals]:
        """Return the codes of ``passages``, one after the other, and how many each has, shape (passages,)."""
        found = [self.codes[self.offsets[at] : self.offsets[at + 1]] for at in passages.tolist()]
        counts = self.offsets[passages + 1] - self.offsets[passages]
        return (np.concatenate(found) if found else self.codes[:0]), counts

    def each(self) -> Iterator[bytes]:
        """Give the codes of every passage in order, as bytes."""
        for first, last in zip(self.offsets[:-1].tolist(), self.offsets[1:].tolist(), strict=True):
            yield self.codes[first:last].tobytes()

    @classmethod
    def open(cls, folder: Path) -> WordCodes:
        """Return the codes in ``folder``; they stay on disk.

        :raises GenerationError: when they cannot be read, or do not belong together.
        """
        try:
            codes = np.lib.format.open_memmap(folder / CODES, mode="r")
            with (folder / OFFSETS).open("rb") as file:
                offsets = np.lib.format.read_array(file, allow_pickle=False)
        # A flipped byte in the header, which is a line of Python, can raise the last two.
        except (OSError, ValueError, EOFError, SyntaxError, tokenize.TokenError):
            raise GenerationError(f"{folder / CODES}: cannot be read; `onrecord rebuild` makes it anew") from None
        is_sound = codes.ndim == 2 and codes.dtype == np.int8 and offsets.ndim == 1 and len(offsets)  # noqa: PLR2004
        if not is_sound or offsets[0] != 0 or offsets[-1] != len(codes) or (np.diff(offsets) < 0).any():
            raise GenerationError(f"{folder}: its files do not belong together; `onrecord rebuild` makes it anew")
        return cls(codes, offsets.astype(np.int64))

    @staticmethod
    def write(folder: Path, passages: Iterable[bytes], dimension: int) -> None:
        """Write the codes of ``passages`` in order, empty for one that has none, into ``folder``.

        :raises OSError: when they cannot be written.
        """
        counts = [0]
        with (folder / CODES).open("w+b", buffering=_BUFFER) as file:
            header = _header(0, dimension)
            file.write(header)
            for codes in passages:
                file.write(codes)
                counts.append(len(codes) // dimension)
            offsets = np.cumsum(counts, dtype=np.int64)
            # How many rows there are is known at the end; the header has room for any number.
            file.seek(0)
            file.write(_header(int(offsets[-1]), dimension))
        np.save(folder / OFFSETS, offsets)


def _header(rows: int, dimension: int) -> bytes:
    """Return the header of an array file (NEP 1, version 1.0) of the same length for any number of ``rows``."""
    facts = f"{{'descr': '|i1', 'fortran_order': False, 'shape': ({rows}, {dimension}), }}"
    return b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + facts.ljust(117).encode() + b"\n"
