"""What several tests need lies in modules of its own."""

import re
from pathlib import Path

from app.config import ROOT

FOLDERS = ("tests", "bench", "docs")
IMPORT = re.compile(r"^(?:from|import) tests\.(?:\w+\.)*test_\w+", re.MULTILINE)


def test_nothing_is_imported_from_a_module_of_tests() -> None:
    def imports(file: Path) -> list[str]:
        return IMPORT.findall(file.read_text(encoding="utf-8"))

    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 100
    assert {file.name: found for file in files if (found := imports(file))} == {}
