"""Fixtures of this room."""

from tests.shipped import questionnaire as questionnaire
