"""The diary: what is due, to whom it goes, and how it is sent."""
