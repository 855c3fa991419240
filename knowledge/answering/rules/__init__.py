"""The rules of answering, by what they speak of; :mod:`knowledge.answering.respond` puts them in order."""
