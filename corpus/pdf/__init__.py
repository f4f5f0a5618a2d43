"""The parts of the PDF reader: from what a page draws to the words that stand on it, in reading order."""
