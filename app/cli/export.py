"""``export`` and ``verify``: the whole self-check as one file that needs no server."""

import os
import secrets
import sys
from pathlib import Path

import click

from app.cli.terminal import FILE, PATH, approvals_on_file, fail, load_content, say, write
from app.config import SettingsError, fault_of_address, read_settings
from app.export.one_file import Dress, one_file
from app.export.templates import TemplateNotKnownError
from app.export.verify import verify as verdict_on


@click.command()
@FILE
@click.option("--html", "output", type=PATH, required=True, help="Write this file.")
@click.option("--served-url", default="", help="Where the self-check is served, if anywhere.")
def export(file: Path, output: Path, served_url: str) -> None:
    """Write the whole self-check as one HTML file, which a web team can upload as it is.

    It is dressed by the settings of the environment, as the app is.
    """
    questionnaire = load_content(file)
    approved = approvals_on_file().suffice_for(questionnaire)
    if served_url and (fault := fault_of_address(served_url)):
        fail(f"--served-url {fault}")
    try:
        # the file has no key: one is only asked for because the app needs it
        settings = read_settings(os.environ, {"SECRET_KEY": secrets.token_urlsafe(48)})
        page = one_file(
            questionnaire,
            Dress.of(settings, served_url),
            approved=approved,
            template_folder=settings.template_folder,
        )
    except (SettingsError, TemplateNotKnownError) as error:
        fail(str(error))
    output.parent.mkdir(parents=True, exist_ok=True)
    write(page, output)


@click.command()
@click.argument("page", type=PATH)
@FILE
def verify(page: Path, file: Path) -> None:
    """Say whether PAGE is the export of this content, and whether a clinician has approved it.

    Exits with 1 unless both are so.
    """
    questionnaire = load_content(file)
    approved = approvals_on_file().suffice_for(questionnaire)
    try:
        found = verdict_on(page.read_bytes(), questionnaire, approved=approved)
    except OSError as error:
        fail(f"{page} cannot be read: {error.strerror}.")
    lines = [f"{page} has the SHA-256 {found.sha256}."]
    if found.is_export:
        lines.append(
            f"It is, to the byte, the export of content version {questionnaire.version}, digest "
            f"{questionnaire.digest}."
        )
        if not approved:
            lines.append("No clinician has approved that content: the file is a draft.")
    elif found.says is None:
        lines.append("It is no export of a self-check that can be read.")
    elif not found.is_whole:
        lines.append("It was changed after it was exported. Do not use it.")
    else:
        version, digest = found.says
        lines.append(
            f"It says that it has content version {version}, digest {digest}. It is not what this "
            f"content ({questionnaire.version}, {questionnaire.digest}) and this code export. Use "
            "the release that it was made with, or name its content: content --file."
        )
    say(None, lines)
    sys.exit(not (found.is_export and approved))
