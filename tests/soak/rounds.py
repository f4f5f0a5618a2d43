"""Rounds: start a command, kill it at a random moment, and see that what was on record still is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from corpus.archive import FILE, Archive
from index.checking import faults
from tests.soak.site import Site, text_of

_BEHIND = ("is behind the archive", "passages are found by words only", "there is no index yet", "is not in the index")
"""What may be said of the index after a kill: it is whole, and of an earlier moment."""

_FILES = 25
"""New statements a round."""


class Soak:
    """A data folder that commands write into, and what was seen in it so far."""

    def __init__(self, folder: Path, model: Path, site: Site, seed: int) -> None:
        self.data, self.statements, self.site = folder / "data", folder / "statements", site
        self.statements.mkdir(parents=True)
        self.random = random.Random(seed)  # noqa: S311 - moments to kill at, not secrets
        self.seen: dict[tuple[str, int], str] = {}
        self.files: dict[str, str] = {}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
        self.environment = {
            **kept,
            "ONRECORD_DATA": str(self.data),
            "ONRECORD_MODEL": str(model),
            "ONRECORD_PRIVATE_ADDRESSES": "true",
            "ONRECORD_PAUSE": "0",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PYTHONWARNINGS": "ignore",
        }
        self.took = {"add": 6.0, "watch": 6.0, "rebuild": 6.0}

    def write(self) -> None:
        """Put new statements into the folder and on the site, and correct one of the old ones."""
        if self.files:
            name = self.random.choice(sorted(self.files))
            self.files[name] += f" Corrected for the time numbered {len(self.files)}."
        for number in range(len(self.files), len(self.files) + _FILES):
            self.files[f"{number:05d}.txt"] = f"The secretariat met {number} times in {number + 1000} days. " * 6
        for name, text in self.files.items():
            (self.statements / name).write_text(text, encoding="utf-8")
        self.site.published += _FILES

    def command(self, name: str) -> list[str]:
        """Return the words of the command ``name`` (add, watch or rebuild)."""
        words = {
            "add": ["add", str(self.statements)],
            "watch": ["watch", "--once", f"{self.site.address}/feed.xml"],
            "rebuild": ["rebuild"],
        }
        return [sys.executable, "-m", "bot", *words[name]]

    def finish(self, name: str) -> str:
        """Run the command ``name`` to its end; return what it said.

        :raises AssertionError: when it fails.
        """
        started = time.monotonic()
        done = subprocess.run(
            self.command(name), env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        self.took[name] = time.monotonic() - started
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        return done.stdout

    def kill(self, name: str) -> bool:
        """Start the command ``name`` and kill it at a random moment; return whether it was killed before its end."""
        process = subprocess.Popen(
            self.command(name), env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        # It starts with seconds of imports: most moments worth dying at come late.
        longest = self.took[name]
        try:
            _, said = process.communicate(timeout=longest * self.random.triangular(0.3, 1.05, 0.9))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return True
        assert process.returncode == 0, f"{name}: {said}"
        return False

    def check(self) -> None:
        """See that everything that was on record still is, word for word, and that the index opens.

        :raises AssertionError: when something is lost or damaged.
        """
        if not (self.data / FILE).exists():
            assert not self.seen
            return
        with Archive(self.data) as archive:
            assert archive.damaged() == []
            now = {
                (one.id, revision.number): revision.text
                for one in archive.statements()
                for revision in archive.revisions(one.id)
            }
            lost = {name for name, text in self.seen.items() if now.get(name) != text}
            assert not lost, f"{len(lost)} wordings were on record and are not any more: {sorted(lost)[:3]}"
            self.seen = now
            wrong = [fault for fault in faults(archive) if not any(words in fault for words in _BEHIND)]
            assert wrong == []

    def conclude(self) -> None:
        """Run everything to its end, and see that every statement of the folder and the site is on record, and whole.

        :raises AssertionError: when one is not.
        """
        for name in ("add", "watch"):
            self.finish(name)
        self.check()
        texts = set(self.seen.values())
        missing = [name for name, text in self.files.items() if text not in texts]
        missing += [str(number) for number in range(self.site.published) if text_of(number).strip() not in texts]
        assert not missing, f"never recorded: {missing[:5]}"
        with Archive(self.data) as archive:
            assert faults(archive) == []
