"""Training the projection: a question's words are to be matched better in gold passages than in others found for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from index.interaction.projection import Projection
from index.training.material import Lesson

log = logging.getLogger(__name__)

DIMENSION, ROUNDS, BATCH, RATE, TIE = 64, 4, 8, 1e-3, 0.01
WORTH = 15.0
"""What a whole match is worth in the ranking: a round number near what was learnt in halves of the questions."""

_MOST_WORDS = 96
_SAMPLE = 60_000
_EVEN = 0.1
_USUAL = 0.5
"""Adds to the constant of the weights, so that they begin alike and well above nothing."""

_FAR = -1e9

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Example:
    words: torch.Tensor
    passages: torch.Tensor
    there: torch.Tensor
    scores: torch.Tensor
    gold: torch.Tensor
    beside: torch.Tensor


class _Model(torch.nn.Module):
    """The map, what a word of a question counts, and how much the match counts beside the score without it."""

    def __init__(self, mean: torch.Tensor, matrix: torch.Tensor) -> None:
        super().__init__()
        self.passage_mean = torch.nn.Parameter(mean.clone(), requires_grad=False)
        self.question_mean = torch.nn.Parameter(mean.clone())
        self.matrix = torch.nn.Parameter(matrix.clone())
        self.weight = torch.nn.Parameter(torch.zeros(len(mean)))
        self.constant = torch.nn.Parameter(torch.zeros(1))
        self.worth = torch.nn.Parameter(torch.tensor(10.0))
        self.rest = torch.nn.Parameter(torch.tensor(1.0))

    def forward(self, example: _Example) -> torch.Tensor:
        """Return a score a passage."""
        centred = example.words - self.question_mean
        asked = functional.normalize(centred @ self.matrix, dim=-1)
        found = functional.normalize((example.passages.float() - self.passage_mean) @ self.matrix, dim=-1)
        similar = torch.einsum("qd,pnd->pqn", asked, found).masked_fill(~example.there[:, None, :], -1).amax(-1)
        weight = functional.softplus(centred @ self.weight + self.constant + _USUAL)
        return self.rest * example.scores + self.worth * (similar * weight).sum(-1) / weight.sum()


def trained(lessons: Sequence[Lesson], words: Mapping[int, Floats], recipe: str, seed: int) -> Projection:
    """Return the projection that ``lessons`` teach; ``words`` are the content words in context of their passages.

    It begins with the principal components of the words, evened out, and is held near to them (``TIE``). The loss is
    the cross entropy of the gold passages among those found for a question, on top of the score they had.
    """
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    mean, matrix = _components(words, order)
    model = _Model(mean, matrix)
    optimizer = torch.optim.Adam(
        [
            {"params": [model.matrix, model.weight, model.constant, model.question_mean], "lr": RATE},
            {"params": [model.worth, model.rest], "lr": 0.02},
        ]
    )
    kept = [lesson for lesson in lessons if lesson.gold.any() and len(lesson.words)]
    steps, step = ROUNDS * max(len(kept), 1), 0
    for turn in range(ROUNDS):
        total = 0.0
        for at in order.permutation(len(kept)).tolist():
            example = _example(kept[at], words)
            scores = model(example).masked_fill(example.beside, _FAR)
            loss = torch.logsumexp(scores, 0) - torch.logsumexp(scores[example.gold], 0)
            total += float(loss.detach())
            torch.autograd.backward((loss + TIE * ((model.matrix - matrix) ** 2).sum()) / BATCH)
            step += 1
            if step % BATCH == 0:
                optimizer.param_groups[0]["lr"] = RATE * max(0.05, 1 - step / steps)
                optimizer.step()
                optimizer.zero_grad()
        log.info("projection, round %d of %d: loss %.3f", turn + 1, ROUNDS, total / max(len(kept), 1))
    weight = torch.cat([model.weight, model.constant + _USUAL])
    return Projection(
        passage_mean=mean.numpy(),
        question_mean=model.question_mean.detach().numpy(),
        matrix=model.matrix.detach().numpy(),
        weight=weight.detach().numpy(),
        recipe=recipe,
        worth=WORTH,
    )


def _components(words: Mapping[int, Floats], order: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    every = np.concatenate([words[ordinal] for ordinal in sorted(words)])
    sample = every[np.sort(order.choice(len(every), min(_SAMPLE, len(every)), replace=False))].astype(np.float32)
    mean = sample.mean(0)
    values, vectors = np.linalg.eigh(np.cov((sample - mean).T))
    best, spread = vectors[:, ::-1][:, :DIMENSION], values[::-1][:DIMENSION]
    even = np.sqrt(spread.mean() / (spread + _EVEN * spread.mean()))
    return torch.from_numpy(mean), torch.from_numpy((best * even).astype(np.float32))


def _example(lesson: Lesson, words: Mapping[int, Floats]) -> _Example:
    passages = [words[ordinal][:_MOST_WORDS] for ordinal in lesson.ordinals.tolist()]
    most = max(map(len, passages))
    padded = np.zeros((len(passages), most, passages[0].shape[1]), np.float16)
    there = np.zeros((len(passages), most), bool)
    for row, passage in enumerate(passages):
        padded[row, : len(passage)], there[row, : len(passage)] = passage, True
    return _Example(
        torch.from_numpy(lesson.words),
        torch.from_numpy(padded),
        torch.from_numpy(there),
        torch.from_numpy(lesson.scores),
        torch.from_numpy(lesson.gold),
        torch.from_numpy(lesson.beside),
    )
