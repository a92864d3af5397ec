"""``content new``."""
