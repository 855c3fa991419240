"""From meaning to an answer; pure over a Book."""
