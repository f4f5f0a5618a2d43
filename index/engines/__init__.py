"""Engines: one outside library a file, each behind a few functions that say shapes, units and score direction."""
