"""Training the small parts beside the encoder, from questions with their gold over an archive: ``make train``."""
