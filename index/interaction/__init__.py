"""Late interaction: each word of a question against each word of a passage, in their contexts."""
