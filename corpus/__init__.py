"""The ground floor: the record of what an institution said, word for word, with where each date comes from."""
