"""What was trained for the bundled model, by ``make train``: each with a line on what from, and under which licence.

- ``adapter.npz``: moves a question's vector towards its answers (:mod:`index.interaction.adapter`).
- ``projection.npz``: words in context as codes (:mod:`index.interaction.projection`).
- ``evidence.json``: answer or silence (:mod:`index.answers.evidence`).

Without the first two, and with any other model, the ranking goes by the rest.
"""

from pathlib import Path

TRAINED = Path(__file__).parent
EVIDENCE = "evidence.json"
