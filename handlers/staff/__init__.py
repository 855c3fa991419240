"""What the staff do in a chat."""
