"""What is worth how much in the ranking, in standard deviations of a question's nearness to passages: round numbers."""

WORDS_WEIGHT = 4.0
"""What a question's words are worth beside its meaning: a round number that held on other questions too."""

AGREEMENT_WEIGHT = 3.0
"""What the very day that a question names is worth."""

LENGTH_WEIGHT = 0.4
"""What a statement e times as long loses: a short release that tells it before a long transcript that mentions it."""

USUAL_LENGTH = 1500.0
"""Code points of a statement that neither loses nor gains by its length."""
