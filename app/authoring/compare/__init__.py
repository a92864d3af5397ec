"""Two versions of the content: who is told something else, and which texts differ."""
