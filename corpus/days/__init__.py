"""Days: as sources give and write them, in datelines, in two calendars; never guessed."""
