"""From words to meaning; pure, no input or output."""
