"""What a question asks beyond its words: days of issue, order, who speaks, document numbers; read, never guessed."""
