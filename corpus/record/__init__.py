"""Behind the archive: its tables, what becomes of a draft, how facts change, what belongs together, and its copies."""
