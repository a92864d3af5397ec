"""Nothing in the app runs or trusts text, and no check of it can be switched off."""

import ast
import re
from pathlib import Path

import pytest

from app.config import ROOT, TEMPLATE_FOLDER

BUILT_IN = ("eval", "exec", "compile", "__import__")
NEVER = ("Markup", "render_template_string", "from_string", "safe_load", "full_load", "unsafe_load")
LOADER = ROOT / "app" / "content" / "source.py"
"""The only file that reads YAML, with a loader of its own."""

MODULES = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = [
    path
    for folder in (TEMPLATE_FOLDER, ROOT / "app")
    for path in sorted(folder.rglob("*"))
    if path.suffix in (".html", ".svg")
]
UNESCAPED = re.compile(r"\|\s*safe\b|\bautoescape\b|\bMarkup\b")


def dangers(source: str, *, is_loader: bool = False) -> list[str]:
    """What must not stand in a module, by name."""
    found = []
    never = BUILT_IN if is_loader else (*BUILT_IN, "yaml.load")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert):
            found.append("assert")  # python -O leaves it out
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in never or called.rpartition(".")[2] in NEVER:
                found.append(called)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_runs_no_text_trusts_none_and_checks_nothing_with_assert(path: Path) -> None:
    assert dangers(path.read_text(encoding="utf-8"), is_loader=path == LOADER) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_escapes_everything(path: Path) -> None:
    assert UNESCAPED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("assert answers", "assert"),
        ("eval(text)", "eval"),
        ("exec(text)", "exec"),
        ("flask.Markup(text)", "flask.Markup"),
        ("Markup(text)", "Markup"),
        ("render_template_string(text)", "render_template_string"),
        ("environment.from_string(text)", "environment.from_string"),
        ("yaml.load(text, Loader)", "yaml.load"),
        ("yaml.safe_load(text)", "yaml.safe_load"),
        ("safe_load(text)", "safe_load"),
    ],
)
def test_each_danger_would_be_found(source: str, found: str) -> None:
    assert dangers(source) == [found]


def test_each_way_not_to_escape_would_be_found() -> None:
    text = "{{ a|safe }} {{ b | safe }} {% autoescape false %} {{ Markup(c) }} {{ is_safe }}"
    assert len(UNESCAPED.findall(text)) == 4


def test_the_loader_may_load_yaml_and_nothing_else() -> None:
    assert dangers("yaml.load(text, Loader)", is_loader=True) == []
    assert dangers("yaml.safe_load(text)", is_loader=True) == ["yaml.safe_load"]
