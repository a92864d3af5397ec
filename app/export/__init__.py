"""The whole self-check as one file that needs no server."""
