"""Reranking: a sentence-transformers CrossEncoder that reads the question and a passage together. Off by default.

Nogueira and Cho, "Passage Re-ranking with BERT", arXiv 1901.04085. It costs a forward pass a passage, many times what
the rest of a question costs, so it reads only the best few.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.engines.embedding import be_quiet
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 8
"""Pairs a forward pass."""


class Reranker(Protocol):
    """Says how well passages answer a question."""

    def scores(self, question: str, passages: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one score a passage, shape (n,), higher is better; their scale is the model's own."""


class CrossEncoderReranker:
    """Any sentence-transformers CrossEncoder with one output, on the processor.

    :param model: a name on the hub or a folder.
    :raises ModelError: at its first use, when it cannot be found or loaded, or does not give one score a pair.
    """

    def __init__(self, model: str) -> None:
        self._place = model
        self._loading = threading.Lock()
        self._loaded: CrossEncoder | None = None

    def load(self) -> None:
        """Load the model now, so that the first question does not wait for it.

        :raises ModelError: when it cannot be loaded.
        """
        _ = self._model

    @property
    def _model(self) -> CrossEncoder:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> CrossEncoder:
        be_quiet()
        folder = Path(self._place).expanduser()
        looks_like_a_folder = self._place.startswith((".", "/", "~")) or folder.is_dir()
        if looks_like_a_folder and not (folder / "config.json").is_file():
            raise ModelError(f"{self._place}: is no CrossEncoder folder; set ONRECORD_RERANKER to one, or unset it")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from safetensors import SafetensorError  # noqa: PLC0415 - seconds, and only where it is configured
            from sentence_transformers import CrossEncoder  # noqa: PLC0415

            try:
                found = CrossEncoder(
                    str(folder) if looks_like_a_folder else self._place,
                    device="cpu",
                    local_files_only=looks_like_a_folder,
                )
            except (OSError, ValueError, RuntimeError, KeyError, ImportError, SafetensorError) as error:
                first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
                raise ModelError(
                    f"{self._place}: cannot be loaded ({first}); check ONRECORD_RERANKER, or unset it"
                ) from None
        if found.num_labels != 1:
            raise ModelError(
                f"{self._place}: gives {found.num_labels} scores a pair instead of one; set ONRECORD_RERANKER to "
                "a model for ranking, or unset it"
            )
        found.eval()
        return found

    def scores(self, question: str, passages: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one score a passage, shape (n,), higher is better.

        :raises ModelError: when the model cannot be loaded, or a score is not finite.
        """
        if not passages:
            return np.empty(0, np.float32)
        pairs = [(question, passage) for passage in passages]
        found = np.asarray(self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False), np.float32)
        if not np.isfinite(found).all():
            raise ModelError(f"{self._place}: gave a score that is not finite; set ONRECORD_RERANKER to another model")
        return found
