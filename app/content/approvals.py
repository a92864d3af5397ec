"""Which content has been approved, by whom in which role, when, and for what.

Approval is of a digest (:attr:`Questionnaire.digest`): one changed word, and the content is a draft
again.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from app.content import messages
from app.content.conditions import Date, Frozen, Text
from app.content.model import Questionnaire
from app.content.problems import ContentError
from app.content.source import read

DRAFT_NOTICE = "Draft: not yet approved by a healthcare professional."
"""What every page and every side of paper says of content without the approval that it needs."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Revision = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]


class Approval(Frozen):
    """One person's signature under one version of the content."""

    digest: Digest
    role: Literal["clinician", "clinical-safety-officer", "content-designer"]
    name: Text | None = None
    """May stay out of the file where the hospital's own record has it."""
    date: Date
    scope: Literal["whole", "wording"]
    """``wording`` leaves out rules, weights and conditions."""
    revision: Revision | None = None
    """The git commit that holds the approved content, so that later content can be compared."""
    note: Text | None = None

    @property
    def suffices(self) -> bool:
        """Whether content may be served without being called a draft: a clinician, all of it.

        A Clinical Safety Officer is a registered clinician (DCB0129; clinical brief, section 8).
        """
        return self.scope == "whole" and self.role != "content-designer"

    def __str__(self) -> str:
        """The approval as a sentence."""
        who = f"{self.name}, {self.role}" if self.name else f"a {self.role}"
        what = "the whole content" if self.scope == "whole" else "the wording only"
        return f"Approved on {self.date} by {who.replace('-', ' ')}: {what}."


class Approvals(Frozen):
    """All signatures, in the order of the file."""

    approvals: tuple[Approval, ...]

    def of(self, questionnaire: Questionnaire) -> tuple[Approval, ...]:
        """The signatures under this very content."""
        return tuple(a for a in self.approvals if a.digest == questionnaire.digest)

    def suffice_for(self, questionnaire: Questionnaire) -> bool:
        """Whether this very content is approved."""
        return any(approval.suffices for approval in self.of(questionnaire))

    def sentence_for(self, questionnaire: Questionnaire) -> str | None:
        """Who approved this very content; ``None`` for a draft."""
        return next((str(a) for a in self.of(questionnaire) if a.suffices), None)

    @property
    def last(self) -> Approval | None:
        """The newest approval of whole content, of whatever version; ``None`` before the first."""
        whole = [approval for approval in self.approvals if approval.suffices]
        return max(whole, key=lambda approval: approval.date, default=None)


def read_approvals(file: Path) -> Approvals:
    """Read the file of approvals.

    Raises :class:`ContentError` with all faults, and :class:`OSError` when it cannot be read.
    """
    document = read(file.read_bytes())
    problems = document.problems or [
        messages.problem(document, Approvals, fault)
        for fault in messages.faults(Approvals, document.data)
    ]
    if problems:
        raise ContentError(file.name, problems, "No approval was read.")
    return Approvals.model_validate(document.data)
