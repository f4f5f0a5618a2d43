"""Markdown with YAML front matter: the body is the statement, kept as written; the front matter gives the facts.

Its keys are the names in :mod:`corpus.readers.record`; others are left alone. A file without front matter is all body.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from corpus.document import Document
from corpus.encodings import decoded
from corpus.errors import FactError, SourceError
from corpus.readers.record import draft_of, fields_of
from corpus.statement import Draft
from corpus.text import is_blank, stored_text

# The blank line after the closing dashes belongs to the front matter, so that the body begins with its first word.
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<facts>.*?)^---[ \t]*(?:\n\n|\n|\Z)", re.DOTALL | re.MULTILINE)
_LARGEST = 64 * 1024


class _FactLoader(yaml.SafeLoader):
    """YAML in which a value stays the text it was written as, and no alias can multiply what is loaded.

    Plain YAML takes the title "No" for false, "007" for 7, and 12:30 for 750.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and the form are PyYAML's
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 - PyYAML's own signature
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call] # PyYAML's stub has no types here
            raise yaml.MarkedYAMLError(problem="aliases are not taken", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _refuse_repeated(node: yaml.Node | None, source: str) -> None:
    # YAML forbids it; PyYAML would silently take the last one, which may be another day.
    seen: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value).lower() if isinstance(key, yaml.ScalarNode) else None
        if name in seen:
            line = key.start_mark.line + 2
            raise FactError(source, f"its front matter has the key {name[:40]!r} twice (line {line}): keep one of them")
        if name is not None:
            seen.add(name)


def _load(front_matter: str, source: str) -> object:
    loader = _FactLoader(front_matter)
    try:
        node = loader.get_single_node()
        _refuse_repeated(node, source)
        return None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _facts(front_matter: str, source: str) -> dict[str, object]:
    if len(front_matter) > _LARGEST:
        raise FactError(source, f"its front matter is over {_LARGEST // 1024} KiB: move the text below the second ---")
    try:
        facts = _load(front_matter, source)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        raise FactError(source, f"its front matter is not YAML{where}: quote values that hold a colon") from None
    if facts is None:
        return {}
    if not isinstance(facts, dict):
        raise FactError(source, "its front matter is not a list of `key: value` lines: write it so, or take it out")
    return {str(key).lower(): value for key, value in facts.items()}


def read(document: Document) -> list[Draft]:
    """Return the one statement in ``document``.

    :raises SourceError: when it cannot be read, is no text, or its body holds no word.
    :raises FactError: when the front matter is not YAML, or a fact in it is not valid.
    """
    source = document.source
    content = decoded(document).replace("\r\n", "\n").replace("\r", "\n")
    match = _FRONT_MATTER.match(content)
    if match is None and content.startswith("---\n"):
        raise FactError(source, "its front matter has no end: close it with a line of three dashes")
    facts = _facts(match["facts"], source) if match else {}
    body = content[match.end() :] if match else content
    if is_blank(stored_text(body)):
        raise SourceError(source, "holds no words below its front matter: there is nothing to record")
    return [draft_of(fields_of(facts), body, source, document.zone)]
