"""Text: sentences, passages and lexemes, always as exact spans of the stored text."""
