"""A version of the content: a file, or what a git revision holds."""

import os
import shutil
import subprocess
from pathlib import Path

from app.content.load import load, loads
from app.content.model import Questionnaire
from app.content.pictures import pictures_beside

NOT_IN_GIT = ("exists on disk, but not in 'HEAD'", "not a git repository", "invalid object name")
"""How git says that a file was never committed."""


class NoVersionError(Exception):
    """There is no such version. Its text is one sentence that says what to do."""


class NothingBeforeError(NoVersionError):
    """The content is new: it stands in no revision, or in no repository at all."""


def read_version(name: str, file: Path) -> Questionnaire:
    """The content of a file of this name, or else of ``file`` in a git revision of this name.

    Raises :class:`ContentError` with all faults, :class:`NoVersionError`, and :class:`OSError`
    when a file cannot be read.
    """
    if Path(name).is_file():
        return load(Path(name))
    file = file.resolve()
    now = pictures_beside(file.parent)

    def picture(of: str) -> bytes:
        """As it was then. Before each had a file of its own, as it is now."""
        try:
            return _from_git(name, file, f"pictures/{of}.svg")
        except NoVersionError:
            return now(of)

    return loads(_from_git(name, file, file.name), f"{file.name} of {name}", picture)


def _from_git(revision: str, file: Path, path: str) -> bytes:
    """What a revision holds at a path from the folder of a content file."""
    git = shutil.which("git")
    if git is None:
        raise NoVersionError(f"There is no file '{revision}', and git is not installed.")
    none = (
        f"There is neither a file '{revision}' nor a git revision of that name that holds "
        f"{file.name}."
    )
    if not revision:  # to git, this would be what is staged
        raise NoVersionError(none)
    shown = subprocess.run(  # noqa: S603  # arguments are a list, and no option can be among them
        [git, "show", "--end-of-options", f"{revision}:./{path}"],
        cwd=file.parent,
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    said = shown.stderr.decode(errors="replace").strip()
    if revision == "HEAD" and any(new in said for new in NOT_IN_GIT):
        raise NothingBeforeError(
            f"Nothing to compare with yet: {file} is not in git. Commit it, and the next check "
            "compares with that."
        )
    if shown.returncode:  # git knows why: no such name, no repository, or one of another owner
        raise NoVersionError(f"{none} git says: {said}")
    return shown.stdout
