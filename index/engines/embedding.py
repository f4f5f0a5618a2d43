"""Embedding through sentence-transformers: the bundled model, or any other by name or folder.

torch and transformers take seconds to import, so they are imported when a model is first used, never before.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.engines import bundled
from index.errors import ModelError
from index.interaction.alignment import Hidden, content_words, pieces_of, pooled

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension), fp32, each row of length 1."""

BATCH = 8
"""Texts a forward pass. On a processor, small batches of texts of one length waste the least on padding."""


class Encoder(Protocol):
    """Turns texts into unit vectors whose inner product is their nearness in meaning, -1 to 1, higher is nearer."""

    @property
    def recipe(self) -> str:
        """The name of exactly these vectors: another model, or another form of it, has another."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts`` as what is searched, in order."""

    def query(self, text: str) -> npt.NDArray[np.float32]:
        """Return the vector of one question, shape (dimension,)."""


@runtime_checkable
class ContextEncoder(Encoder, Protocol):
    """An encoder that also gives the vectors of content words in their context, in the same pass over a text."""

    def passages_in_context(self, texts: Sequence[str]) -> tuple[Vectors, list[Hidden]]:
        """Return what :meth:`Encoder.passages` does, and of each text its content words: shape (words, width)."""

    def query_in_context(self, text: str) -> tuple[npt.NDArray[np.float32], Hidden]:
        """Return what :meth:`Encoder.query` does, and the content words of the question: shape (words, width)."""


def default_cache() -> Path:
    """Return the folder that converted models go to when none is configured."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - not needed where a folder is configured

    return user_cache_path("onrecord")


def _folder_fingerprint(folder: Path) -> str:
    """Return a name for the model in ``folder``: of its small files by content, of its weights by size and time."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        stat = file.stat()
        digest.update(f"{file.relative_to(folder)}:{stat.st_size}:".encode())
        digest.update(file.read_bytes() if file.suffix == ".json" else str(stat.st_mtime_ns).encode())
    return digest.hexdigest()[:16]


def be_quiet() -> None:
    """Keep the loaders of models from writing progress and warnings between our own lines."""
    # Progress bars of the loader would land between our own lines.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    for name in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(name).setLevel(logging.ERROR)


class SentenceTransformerEncoder:
    """A sentence-transformers model on the processor, in fp32.

    :param model: a name on the hub or a folder; ``None`` for the bundled model.
    :param cache: where the bundled model is converted to.
    :param threads: threads for bulk work; ``None`` for one a core. It begins with one, which is best for questions.
    :raises ModelError: here or at its first use, when it cannot be found or loaded.
    """

    def __init__(self, model: str | None, cache: Path, *, threads: int | None = None) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._place = str(bundled.folder(cache)) if model is None else model
        self._now = 1
        self._loading = threading.Lock()
        self._loaded: SentenceTransformer | None = None
        # A model in a folder is named by its files, so an index that is up to date needs no model to be loaded.
        self._recipe = f"{bundled.NAME}:{bundled.SHA256[:16]}:{bundled.FORM}" if model is None else self._named(model)

    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load(self._place)
            return self._loaded

    def _load(self, place: str) -> SentenceTransformer:
        be_quiet()
        looks_like_a_folder = place.startswith((".", "/", "~")) or Path(place).is_dir()
        folder = Path(place).expanduser()
        if looks_like_a_folder and not (folder / "modules.json").is_file():
            raise ModelError(f"{place}: is not a sentence-transformers folder; set ONRECORD_MODEL to one, or unset it")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import torch  # noqa: PLC0415 - seconds, and 200 MB of memory
            from safetensors import SafetensorError  # noqa: PLC0415
            from sentence_transformers import SentenceTransformer  # noqa: PLC0415
            from transformers.utils import logging as transformers_logging  # noqa: PLC0415

            transformers_logging.disable_progress_bar()
            torch.set_num_threads(self._now)
            try:
                model = SentenceTransformer(
                    str(folder) if looks_like_a_folder else place, device="cpu", local_files_only=looks_like_a_folder
                )
            except (OSError, ValueError, RuntimeError, KeyError, ImportError, SafetensorError) as error:
                first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
                raise ModelError(f"{place}: cannot be loaded ({first}); check ONRECORD_MODEL, or unset it") from None
        model.eval()
        return model

    def _named(self, model: str) -> str:
        folder = Path(model).expanduser()
        if folder.is_dir():
            return f"{folder.name}:{_folder_fingerprint(folder)}"
        config = getattr(self._model[0], "auto_model", None)
        commit = getattr(getattr(config, "config", None), "_commit_hash", None)
        return f"{model}:{commit or 'unknown-commit'}"

    def use_all_cores(self) -> None:
        """Take one thread a core, or as many as configured, for bulk work from now on."""
        self._set_threads(self._threads)

    def use_one_core(self) -> None:
        """Take one thread for a forward pass from now on: questions run side by side."""
        self._set_threads(1)

    def _set_threads(self, count: int) -> None:
        self._now = count
        if self._loaded is not None:
            import torch  # noqa: PLC0415 - late, as everywhere here

            torch.set_num_threads(count)

    def load(self) -> None:
        """Load the model now, so that the first question does not wait for it.

        :raises ModelError: when it cannot be loaded.
        """
        _ = self._model

    @property
    def recipe(self) -> str:
        """The model's name and a fingerprint of its form."""
        return self._recipe

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts`` with the model's prompt for documents: (n, dimension), fp32, unit length."""
        found = self._model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.ascontiguousarray(found, dtype=np.float32)

    def query(self, text: str) -> npt.NDArray[np.float32]:
        """Return the vector of a question with the model's prompt for queries: (dimension,), fp32, unit length."""
        found = self._model.encode_query(
            text, batch_size=1, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.ascontiguousarray(found, dtype=np.float32)

    def passages_in_context(self, texts: Sequence[str]) -> tuple[Vectors, list[Hidden]]:
        """Return the vectors of ``texts`` as :meth:`passages` does, and those of the content words of each."""
        found = self._model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, output_value=None
        )
        return self._in_context(texts, found, "document")

    def query_in_context(self, text: str) -> tuple[npt.NDArray[np.float32], Hidden]:
        """Return the vector of a question as :meth:`query` does, and those of its content words."""
        found = self._model.encode_query(
            [text], batch_size=1, normalize_embeddings=True, show_progress_bar=False, output_value=None
        )
        vectors, words = self._in_context([text], found, "query")
        return vectors[0], words[0]

    def _in_context(
        self, texts: Sequence[str], found: Sequence[Mapping[str, Any]], prompt: str
    ) -> tuple[Vectors, list[Hidden]]:
        before = self._model.prompts.get(prompt) or ""
        read = self._model.tokenizer(
            [before + text for text in texts],
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )
        vectors = np.stack([one["sentence_embedding"].numpy() for one in found]).astype(np.float32)
        hidden = []
        for text, one, offsets in zip(texts, found, read["offset_mapping"], strict=True):
            # Padding stands behind the pieces.
            pieces = one["token_embeddings"].numpy()[: len(offsets)]
            _, rows = pieces_of(content_words(text), np.array(offsets, np.int64), len(before))
            hidden.append(pooled(pieces, rows))
        return vectors, hidden
