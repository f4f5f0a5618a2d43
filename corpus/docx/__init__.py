"""The parts of the DOCX reader: the package, and the words in it."""
