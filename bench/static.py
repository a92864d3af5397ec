"""Bare Flask with one constant page, of ``BENCH_BYTES``: what no page can be cheaper than."""

import os

from flask import Flask

PAGE = "x" * int(os.environ.get("BENCH_BYTES", "4000"))

app = Flask(__name__)


@app.get("/")
def page() -> str:
    """The page."""
    return PAGE
