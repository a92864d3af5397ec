"""Nothing in the app runs or trusts text, and no check of it can be switched off."""

import ast
import re
from pathlib import Path

import pytest

from app.config import ROOT, TEMPLATE_FOLDER

BUILT_IN = ("eval", "exec", "compile", "__import__")
NEVER = (
    *("Markup", "render_template_string", "from_string"),
    *("safe_load", "full_load", "unsafe_load", "md5", "sha1"),
)
LOADER = ROOT / "app" / "content" / "source.py"
"""The only file that reads YAML, with a loader of its own."""

MODULES = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = [
    path
    for folder in (TEMPLATE_FOLDER, ROOT / "app")
    for path in sorted(folder.rglob("*"))
    if path.suffix in (".html", ".svg")
]
OF_A_PICTURE = re.compile(r"{{ (picture\.(attributes|drawing)|region\.shape) \| safe }}")
"""Written by app/content/svg.py from what may draw, and by nobody else."""
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
def test_a_template_escapes_everything_but_pictures(path: Path) -> None:
    text = OF_A_PICTURE.sub("", path.read_text(encoding="utf-8"))
    assert UNESCAPED.findall(text) == []


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


REACHES_OUT = (
    *("ftplib", "http.client", "httpx", "requests", "smtplib", "subprocess", "urllib.request"),
    *("marshal", "pickle", "random", "shelve", "sqlite3", "tempfile", "xml."),
)
"""Programs, servers, files, guessable numbers, and readers that believe what they read."""
XML = {"xml.parsers", "xml.parsers.expat"}
"""Pictures are read with it. A DOCTYPE ends the reading: no entity is believed."""
SERVED = [path for path in MODULES if path.relative_to(ROOT).parts[1] not in ("authoring", "cli")]


def imported(source: str) -> set[str]:
    """The modules that a module imports, and those that it imports from."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return names


@pytest.mark.parametrize("path", SERVED, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_serves_reaches_no_other_program_or_server(path: Path) -> None:
    found = imported(path.read_text(encoding="utf-8"))
    found -= XML if path.name == "svg.py" else set()
    assert {name for name in found if name.startswith((*REACHES_OUT, "app.authoring"))} == set()


def test_each_way_out_would_be_found() -> None:
    source = (
        "import subprocess\nfrom urllib import request\nfrom http.client import HTTPSConnection"
    )
    assert imported(source) & set(REACHES_OUT) == {"subprocess", "urllib.request", "http.client"}


SCRIPT = (ROOT / "app" / "static" / "main.js").read_text(encoding="utf-8")
OF_A_SCRIPT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bnew Function\b"
    r"|postMessage|localStorage|sessionStorage|indexedDB|document\.cookie|\bfetch\b|XMLHttpRequest"
    r"|sendBeacon|WebSocket|EventSource|\bimport\b|\blocation\b|__proto__|\bwindow\.\w+ ="
)


def test_the_script_keeps_sends_and_runs_nothing() -> None:
    assert OF_A_SCRIPT.findall(SCRIPT) == []
    assert len(OF_A_SCRIPT.findall("a.innerHTML = localStorage.a; window.b = 1; fetch(c)")) == 4
