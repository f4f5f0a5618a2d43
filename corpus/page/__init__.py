"""A web page: its article, word for word, and the facts about it that it declares or shows."""
