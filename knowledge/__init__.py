"""The book: facts, what a question means, what is answered."""
