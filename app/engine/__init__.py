"""Answers to an assessment: evaluate, follow the journey, assess, choose. Pure."""
