"""From the files a clerk drops in to facts of the Book: read, matched, compared in words, loaded all or nothing."""
