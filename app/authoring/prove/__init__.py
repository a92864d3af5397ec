"""Proofs with z3 that no answers break a promise."""
