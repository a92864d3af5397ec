"""One sheet for the GP, and its faces: plain text, PDF, QR code; the rules in words. Pure."""
