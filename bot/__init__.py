"""The top floor: answers a person, in Telegram, in a terminal and on the command line."""
