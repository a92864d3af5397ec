"""Fixtures of this room."""

from tests.shipped import app as app
from tests.shipped import client as client
from tests.shipped import questionnaire as questionnaire
