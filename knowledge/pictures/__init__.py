"""Pictures to save and to print: the week of a base or an expert, and the poster with the code to scan."""
