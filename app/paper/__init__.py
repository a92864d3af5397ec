"""The self-check on paper: the empty questions, and how to count by hand. Pure."""
