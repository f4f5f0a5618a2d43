"""A record to index, and the real model once a session for the few tests that need it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from corpus import intake, samples
from corpus.archive import Archive
from corpus.errors import SourceError
from corpus.statement import Draft
from index import build
from index.engines.embedding import Encoder, SentenceTransformerEncoder, default_cache
from tests.index.doubles import HashedEncoder

Filled = Callable[..., Archive]


@pytest.fixture(scope="session")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty archive's folder, to copy: making one anew runs all migrations."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    Archive(folder, create=True).close()
    return folder


@pytest.fixture
def archive(tmp_path: Path, _empty: Path) -> Iterator[Archive]:
    """Give an empty archive."""
    shutil.copytree(_empty, tmp_path / "data")
    with Archive(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def encoder() -> HashedEncoder:
    return HashedEncoder()


@pytest.fixture
def filled(archive: Archive, encoder: HashedEncoder) -> Filled:
    """Record drafts and build the index over them."""

    def record(*drafts: Draft) -> Archive:
        archive.record(drafts)
        build.build(archive, encoder)
        return archive

    return record


def sample_drafts() -> Sequence[Draft]:
    found = list(intake.read(samples.folder(), intake.Given()))
    assert not [one for one in found if isinstance(one, SourceError)]
    return [one for one in found if isinstance(one, Draft)]


def _of_samples(folder: Path, encoder: Encoder, longest: int = 1_000_000) -> Archive:
    archive = Archive(folder, create=True)
    archive.record(one for one in sample_drafts() if len(one.text) <= longest)
    build.build(archive, encoder)
    return archive


@pytest.fixture(scope="session")
def samples_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Give the samples, indexed with the hashed encoder. Shared: only read it."""
    with _of_samples(tmp_path_factory.mktemp("samples") / "data", HashedEncoder()) as archive:
        yield archive


@pytest.fixture(scope="session")
def model() -> SentenceTransformerEncoder:
    """Give the bundled model, converted (once, 10 s) below ONRECORD_CACHE, or where the program itself keeps it."""
    cache = os.environ.get("ONRECORD_CACHE")
    return SentenceTransformerEncoder(None, Path(cache) if cache else default_cache())


@pytest.fixture(scope="session")
def modelled_archive(tmp_path_factory: pytest.TempPathFactory, model: SentenceTransformerEncoder) -> Iterator[Archive]:
    """Give the shorter samples, indexed with the real model. Shared: only read it.

    They are five of six, and half of the passages: embedding is what takes the time.
    """
    with _of_samples(tmp_path_factory.mktemp("modelled") / "data", model, longest=3000) as archive:
        yield archive
