"""Killing the commands that write, at random moments, and looking for what is lost: `make soak`."""
