"""The words that no text may have: as patterns, with what to use instead.

All are matched without regard to case, on text with straight apostrophes: see :func:`plain`. What
only one content must not say, it says itself (:class:`Words`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.content.model import Words


def plain(text: str) -> str:
    """The same text, of the same length, with the apostrophes that the patterns have."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_ILLNESSES = (
    "inflammatory|inflamed|slipped|herniated|trapped|torn|broken|sciatica|aneurysm|spinal stenosis|"
    "stenosis|cauda"
)
"""How the names of illnesses begin that no content may say somebody has, whatever stands before."""
_ANY_ILLNESS = (
    f"{_ILLNESSES}|tear|rupture|fracture|dislocat|sprain|gout|cancer|tumour|infect|"
    "[a-z]+(?:itis|osis|opathy|algia)"
)
"""Those that may be asked for ("if you have had cancer"), and not be told as the cause."""
_YOU_HAVE = r"you(?:'ve| (?:(?:may|might|could|must|probably|really|now|clearly) )?have)(?: got)?"
_NOT_ASKED = "".join(rf"(?<!\b{word} )" for word in ("if", "do", "whether", "unless", "when"))
_DONE = r"been|had|given|done|taken|told|tried|called|answered|chosen|finished|read|to|no|\d+"

YOU_HAVE = re.compile(rf"\b{_YOU_HAVE}\b(?! (?:{_DONE})\b)", re.IGNORECASE)
"""Wrong where we speak, but for a question, a condition or what somebody has done."""

CONDITION = re.compile(
    r"\b(?:(?:if|do|whether|when|what|which|unless|until|once|where|after|before|signs|symptoms)\b"
    r"(?:(?!\bthen\b)[^,;:.?!])*|(?:could|can|would|should|might) )$",
    re.IGNORECASE,
)
"""What stands before "you have" in the same clause and makes it no statement."""

_DIAGNOSES = (
    "(?:un)?likely|likelihood|probable|probability",
    "(?:good|high|low|small|strong|fair) chances?|chances (?:are|of)",
    "definitely|certainly|undoubtedly|no doubt",
    "your diagnosis|(?:we|this check|these answers) (?:can )?diagnoses?|diagnosed with",
    "you(?: are|'re) suffering|you suffer",
    (
        "(?:your|this|the) (?:[a-z]+ )?pain "
        "(?:is(?: caused by| coming from| due to| from)?|comes from) {illness}"
    ),
    "(?:this|it|that) (?:is|must be) {illness}",
    "the patient (?:probably )?has {illness}",
    "(?:sounds|looks) like {illness}",
    "(?:the|your) cause is {illness}|{illness} is the cause of your",
    "approved by NICE",
)
PROBABLY = _words("probably")
COMFORTS = _words(
    "(?:nothing|not|isn't|anything) (?:very |too |that |really )?serious",
    "(?:nothing|(?:no|any) (?:need|reason|cause)) "
    "(?:to (?:be (?:worried|concerned)|worry|see|call)|for (?:concern|alarm|worry))",
    "(?:do not|don't) need to (?:see|call|get help|go to)",
    "(?:not|isn't) (?:an emergency|urgent|dangerous)|(?:low|no) risk|normal for your age",
    "(?:do not|don't|never) (?:worry|panic|be alarmed)",
    "you(?: are|'re|'ll be| will be) (?:fine|safe|all right|OK|okay|healthy)",
    "harmless|benign|rest assured|reassur[a-z]+|all clear|all is well",
    "(?:perfectly|completely|quite) (?:normal|safe|healthy)|(?:safe|OK) to ignore",
    "(?:will|should|usually) (?:soon )?(?:go away|get better|clear up)",
    "(?:only|just) (?:an? )?(?:minor|mild|strain|sprain)",
    "(?:can|this|these|answers) rules? out|(?:is|are|been) ruled out",
    "nothing (?:is )?wrong|guarantee[a-z]*|cured|(?:will|can) cure",
)
PERCENT = re.compile(r"[\d.,]*\s?%|\bper ?cent\b|\bpercentages?\b", re.IGNORECASE)

LEAVE_OUT = ""
AVOIDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (_words(pattern), use)
    for pattern, use in {
        # The body, as the A to Z of the service manual has it.
        "urinat[a-z]+|urine|urinary|micturition|pass(?:ing)? water": "pee",
        "fa?eces|fa?ecal|stools?|defecat[a-z]+|bowel movements?": "poo",
        "anus|anal|rectum|rectal|perianal|perine[a-z]+": "bottom",
        "abdomen|abdominal|stomach": "tummy",
        "fevers?|feverish|pyrexia": "high temperature",
        "ha?emorrhag[a-z]+": "bleeding",
        "fractur[a-z]+": "broken bone",
        "o?edema": "swelling",
        "nausea|nauseous": "feeling sick",
        "vomit[a-z]*": "being sick",
        "fatigued?|lethargy|malaise": "tired, or tiredness",
        "dyspn[a-z]+": "short of breath",
        "syncope|light-?headed[a-z]*": "feeling faint",
        "para?esthesia": "pins and needles",
        "incontinen[a-z]+": "cannot control pee, or poo",
        "cardiac": "heart",
        "renal": "kidney",
        "lumbar": "low back",
        "thoracic": "upper back",
        "bilateral(?:ly)?": "both sides",
        "unilateral(?:ly)?": "1 side",
        "trauma|traumatic": "injury",
        "malignan[a-z]+": "cancer",
        "immunosuppress[a-z]+|immunocompromised": "weak immune system",
        # Care.
        "chronic(?:ally)?": "for a long time",
        "acute(?:ly)?": "sudden",
        "clinicians?|practitioners?|physicians?": "doctor, nurse or other healthcare professional",
        "analgesi[a-z]+|pain relievers?": "painkiller",
        "medications?|meds|drug": "medicine",
        "NSAIDs?": "anti-inflammatory tablets",
        "contraindicat[a-z]+": "not safe",
        "prognosis|aetiology|idiopathic|lesions?|comorbid[a-z]+": "plain words",
        "your (?:own )?GP|general practitioners?": "a GP",
        "doctors?'s? surgery|GP practices?|health centres?": "GP surgery",
        "emergency department|casualty|accident and emergency|A and E": "A&E",
        "(?:ring|phone|dial|contact) 111|NHS Direct": "go to NHS 111 online or call 111",
        "patients?": "you, or people",
        "hormones?|hormonal": LEAVE_OUT,
        "646,000": LEAVE_OUT,
        # Tone and plain English.
        "please|kindly|easy|easily|easier|simply|straightforward": LEAVE_OUT,
        "suffer[a-z]*|experiencing|(?:you|may|might|to) experience": "get, or have",
        "present(?:s|ing)? with": "have",
        "onset": "began",
        "prior to": "before",
        "in order to": "to",
        "approximately": "about",
        "commenc[a-z]+": "begin",
        "additional": "more",
        "regarding|concerning": "about",
        "utilis[a-z]+": "use",
        "require[sd]?|requiring": "need",
        "assistance": "help",
        r"e\.?g|i\.?e": "for example, or that is",
        "etc|via": LEAVE_OUT,
        "click": "select",
        "(?:this|the) check": "this self-check",
        # Numbers.
        "two": "2",
        "three": "3",
        "four": "4",
        "five": "5",
        "six": "6",
        "seven": "7",
        "eight": "8",
        "nine": "9",
        "ten": "10",
    }.items()
)
"""What the service manual and the brief avoid, and what to use instead."""


@dataclass(frozen=True)
class Net:
    """The patterns of one content: those of all, with the words of its own."""

    words: Words
    names_illness: re.Pattern[str]
    """Wrong in any voice but the person's own, also after "if" where that is a clause away."""
    diagnoses: re.Pattern[str]
    avoided: tuple[tuple[re.Pattern[str], str], ...]
    name: re.Pattern[str] | None
    """The thing that the self-check is about, by any of its names."""


@cache
def net_of(words: Words) -> Net:
    """The patterns of a content with these words."""
    own = "|".join(map(re.escape, words.illnesses))
    known, illness = (
        f"(?:an? |the |some )*(?:{'|'.join(filter(None, (own, some)))})[a-z]*"
        for some in (_ILLNESSES, _ANY_ILLNESS)
    )
    names = "|".join(map(re.escape, filter(None, (words.full_name, *words.names))))
    return Net(
        words,
        re.compile(rf"{_NOT_ASKED}\b{_YOU_HAVE}(?: or had| had)? {known}", re.IGNORECASE),
        _words(*(pattern.replace("{illness}", illness) for pattern in _DIAGNOSES)),
        (*AVOIDED, *_avoided_by(words)),
        re.compile(rf"\b(?:{names})", re.IGNORECASE) if names else None,
    )


def _avoided_by(words: Words) -> Iterator[tuple[re.Pattern[str], str]]:
    rest = re.escape(words.full_name or "")
    for avoided in words.avoided:
        for word in map(re.escape, avoided.words):
            spared = f"(?!{rest[len(word) :]})" if rest.startswith(word) else ""
            yield _words(f"{word}{spared}"), avoided.use


ENTITY = re.compile(r"&(?:[a-z]+|#\w+);", re.IGNORECASE)
"""HTML for one character. Content with HTML tags is not even loaded."""
STRAIGHT = re.compile("[\"'`]")
SPACES = re.compile(r"\s{2,}|^\s|\s$|\s[,.;:?!](?=\s|$)")
