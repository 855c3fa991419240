"""A clerk's work on rosters, whatever the door: the week as a grid, changes, sessions, calendars."""
