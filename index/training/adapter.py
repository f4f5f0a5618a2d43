"""Training the adapter: a question's vector is to stand nearer to its gold passages than to all other passages."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from index.interaction.adapter import Adapter
from index.training.material import Lesson, Ordinals

log = logging.getLogger(__name__)

RANK, ROUNDS, BATCH, RATE, DECAY = 64, 10, 32, 2e-3, 0.1
STRENGTH = 0.75
"""How much of what was learnt is used: all of it fits the questions it was trained on better, and others worse."""

_FAR = -1e9


def trained(lessons: Sequence[Lesson], passages: npt.NDArray[np.float32], recipe: str, seed: int) -> Adapter:
    """Return the adapter that ``lessons`` teach over the vectors of all ``passages``, shape (n, dimension).

    A row is NaN where a passage has no vector, or is dead: these are left out. The loss is the cross entropy of the
    gold passages among all of the record, in standard deviations of a question's scores over it, so that its level
    does not matter; other passages of a gold statement are left out of it.
    """
    living = np.asarray(np.isfinite(passages).all(axis=1), bool)
    lessons = [lesson for lesson in lessons if living[lesson.golds].any()]
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    place = np.cumsum(living) - 1
    vectors = torch.from_numpy(np.ascontiguousarray(passages[living]))
    golds = [place[lesson.golds[living[lesson.golds]]] for lesson in lessons]
    besides = [place[lesson.besides[living[lesson.besides]]] for lesson in lessons]
    mean, covariance = vectors.mean(0), torch.cov(vectors.T)
    asked = torch.from_numpy(np.stack([lesson.vector for lesson in lessons]))
    down = (torch.randn(vectors.shape[1], RANK) * 0.01).requires_grad_()
    up = torch.zeros(RANK, vectors.shape[1], requires_grad=True)
    sharpness = torch.tensor(1.5, requires_grad=True)
    optimizer = torch.optim.Adam([down, up, sharpness], lr=RATE)
    for turn in range(ROUNDS):
        total = 0.0
        for batch in np.array_split(order.permutation(len(lessons)), max(1, len(lessons) // BATCH)):
            question = asked[batch]
            moved = question + (question - mean) @ down @ up
            deviation = ((moved @ covariance) * moved).sum(1, keepdim=True).sqrt()
            scores = (moved @ vectors.T - (moved @ mean)[:, None]) / deviation * sharpness
            loss = _loss(scores, [(golds[at], besides[at]) for at in batch.tolist()]) + DECAY * ((down @ up) ** 2).sum()
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            total += float(loss.detach()) * len(batch)
        log.info("adapter, round %d of %d: loss %.3f", turn + 1, ROUNDS, total / len(lessons))
    up_used = (STRENGTH * up.detach()).numpy().astype(np.float32)
    return Adapter(mean.numpy(), down.detach().numpy(), up_used, recipe)


def _loss(scores: torch.Tensor, wanted: Sequence[tuple[Ordinals, Ordinals]]) -> torch.Tensor:
    """Return the mean loss; ``wanted`` are, a row of ``scores``, its gold passages and those to leave out."""
    found = []
    for row, (golds, besides) in zip(scores, wanted, strict=True):
        left_out = torch.zeros(len(row), dtype=torch.bool)
        left_out[besides] = True
        kept = row.masked_fill(left_out, _FAR)
        found.append(torch.logsumexp(kept, 0) - torch.logsumexp(kept[golds], 0))
    return torch.stack(found).mean()
