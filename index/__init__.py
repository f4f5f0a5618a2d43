"""The middle floor: finds the words in the record that answer a question, by meaning and by words."""
