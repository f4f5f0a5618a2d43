"""The way of a question: what is asked, candidates by words and meaning, the order, the extract, answer or silence."""
