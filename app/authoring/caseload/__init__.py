"""How many people, of a mix without serious disease, a content sends where."""
