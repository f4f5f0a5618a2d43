"""Evaluation: questions with their gold, what became of each, the figures of a run, and two runs side by side."""

from index.evaluation.cases import Case, load
from index.evaluation.outcomes import Evaluator, Outcome
from index.evaluation.scoring import Row, as_json, figures, table

__all__ = ["Case", "Evaluator", "Outcome", "Row", "as_json", "figures", "load", "table"]
