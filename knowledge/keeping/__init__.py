"""What the staff desk needs to keep the Book: forms, search, history, proposals, trying out before publishing."""
