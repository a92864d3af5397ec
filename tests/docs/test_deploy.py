"""The page for the web team names every setting that there is, and no other."""

import re
from collections.abc import Iterator

from app.config import PREFIX, ROOT, read_settings
from tests.web.tiny import KEY

PAGE = ROOT / "docs" / "deploy" / "README.md"
NAME = re.compile(rf"{PREFIX}[A-Z_]+")


class Asked(dict[str, str]):
    """An environment that knows which settings it was asked for."""

    def __init__(self) -> None:
        super().__init__({f"{PREFIX}SECRET_KEY": KEY})
        self.names: set[str] = set()

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        """Called by the reader of the settings."""
        self.names.add(name)
        return super().get(name, default)


def in_the_table() -> Iterator[str]:
    """The first name of each row about a setting."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"| `{PREFIX}"):
            yield line.split("`")[1]


def test_every_setting_has_one_row() -> None:
    asked = Asked()
    read_settings(asked, {})
    assert sorted(in_the_table()) == sorted(asked.names)


def test_no_shipped_file_names_a_setting_that_there_is_not() -> None:
    known = set(in_the_table())
    shipped = [file for file in (ROOT / "deploy").iterdir() if file.is_file()]
    for file in (PAGE, ROOT / "README.md", *shipped):
        assert set(NAME.findall(file.read_text(encoding="utf-8"))) <= known, file.name


def test_every_file_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:deploy|docs|requirements)/[\w.-]+(?:/[\w.-]+)*", text))
    assert named
    for name in named:
        assert (ROOT / name.rstrip(".")).exists(), name
