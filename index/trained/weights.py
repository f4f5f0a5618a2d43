"""Reading and writing trained weights: arrays as fp16, and beside them what there is to say about them."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

Arrays = dict[str, npt.NDArray[np.float32]]

_DAMAGE = (OSError, ValueError, KeyError, TypeError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error)


def read(
    folder: Path, name: str, recipe: str, arrays: Sequence[str], numbers: Sequence[str] = ()
) -> tuple[Arrays, dict[str, float]] | None:
    """Return the ``arrays`` and ``numbers`` of ``name`` in ``folder``; ``None`` when there are none for ``recipe``.

    ``recipe`` names the model that they belong to.

    :raises ModelError: when the files cannot be read.
    """
    try:
        about: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        if about["recipe"] != recipe:
            return None
        facts = {one: float(about[one]) for one in numbers}
        with np.load(folder / f"{name}.npz", allow_pickle=False) as kept:
            return {one: kept[one].astype(np.float32) for one in arrays}, facts
    except FileNotFoundError:
        return None
    except _DAMAGE as error:
        raise ModelError(f"{folder / name}.npz: cannot be read ({error}); install this version anew") from None


def write(folder: Path, name: str, arrays: Mapping[str, npt.NDArray[np.float32]], about: Mapping[str, object]) -> None:
    """Write ``arrays`` as ``name`` into ``folder``, and ``about`` beside them.

    :raises OSError: when they cannot be written.
    """
    halves: dict[str, Any] = {one: array.astype(np.float16) for one, array in arrays.items()}
    np.savez_compressed(folder / f"{name}.npz", **halves)
    (folder / f"{name}.json").write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
