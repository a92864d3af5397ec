"""The content as a clinician reads and signs it."""
