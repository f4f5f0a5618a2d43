"""Readers: one a format, from a document to drafts of statements."""

from __future__ import annotations

from corpus.readers.registry import SUFFIXES, Found, read_document, suffix_of

__all__ = ["SUFFIXES", "Found", "read_document", "suffix_of"]
