"""One file for each way of laying out a roster."""
