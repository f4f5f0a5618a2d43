"""What came in to what goes out, as plain data: no Telegram type on this side of the house."""
