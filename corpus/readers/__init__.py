"""Readers: one a format, from a file to drafts of statements."""

from __future__ import annotations

from corpus.readers.registry import SUFFIXES, read_file

__all__ = ["SUFFIXES", "read_file"]
