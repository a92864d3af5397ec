"""The content that is served, loaded once for all tests that read it."""

from app.config import QUESTIONS_FILE
from app.content.load import load

QUESTIONS = load(QUESTIONS_FILE)
