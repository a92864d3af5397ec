"""What a template may have, and that all else is refused with its place."""

import pytest
from jinja2 import DictLoader, Environment

from app.export.templates import TemplateNotKnownError, script_of, text


def environment(**templates: str) -> Environment:
    return Environment(autoescape=True, loader=DictLoader(templates))


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("{{ 2 ** 3 }}", "Pow"),
        ("{{ word | upper }}", "'upper'"),
        ("{% include 'other' %}", "Include"),
        ("{% for x in y recursive %}{% endfor %}", "a recursive loop"),
        ("{{ some(*all) }}", "a call with * or **"),
        ("{% set a, b = both %}", "Assign"),
        ("{{ a if b is odd }}", "Test"),
        ("{{ some | select('odd') | list }}", "this test"),
        ("{{ some | selectattr('rank', 'gt', 2) | list }}", "this test"),
        ("{% macro a() %}{% macro b() %}{% endmacro %}{% endmacro %}", "a macro inside"),
        (
            "{% macro m(n) %}{% for i in n %}{% set n = 2 %}{% endfor %}{% endmacro %}",
            "a loop that sets a name from outside",
        ),
    ],
)
def test_what_is_not_known_is_refused_with_its_place(source: str, what: str) -> None:
    with pytest.raises(TemplateNotKnownError) as refused:
        script_of(environment(page=f"\n{source}"), ["page"])
    assert str(refused.value).startswith("page, line 2: ")
    assert what in str(refused.value)


def test_all_that_a_template_leads_to_is_there() -> None:
    templates = environment(
        page='{% extends "base" %}{% from "part" import x %}',
        base="{{ x() }}",
        part="{% macro x() %}{% endmacro %}",
        other="",
    )
    script = script_of(templates, ["page"])
    assert [line.partition(":")[0] for line in script.splitlines() if "parent" in line] == [
        '"base"',
        '"page"',
        '"part"',
    ]


def test_no_text_can_end_the_script() -> None:
    assert "</script" not in text("a </script> b <!-- c")
