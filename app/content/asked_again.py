"""Questions whose answers are those of another question, so that each has one wording.

One asks once more after "not sure": which signs? (Clinical brief, section 12, R35.) Another asks
which of the ticks: which treatments helped? (R39.) An author writes such a question with what it
has of its own, such as "I can't say".
"""

from dataclasses import replace

from app.content.source import Document, Path, Plain, entries

COPIED = ("code", "text", "short", "hint")
"""What an answer of the second question has from that of the first."""
Entry = dict[str, Plain]


def with_answers(data: Plain) -> Plain:
    """The data of a content file, its second questions with the answers of the first ones.

    What cannot be followed stays as it is; the checks say what is wrong with it.
    """
    if not isinstance(data, dict) or not isinstance(items := data.get("items"), tuple):
        return data
    entries = [item for item in items if isinstance(item, dict)]
    named = {name: item for item in entries if isinstance(name := item.get("link_id"), str)}
    return {**data, "items": tuple(_with_answers(item, named) for item in items)}


def with_places(document: Document, data: Plain) -> Document:
    """The document with every place where it is in the data with answers.

    An answer that was copied stands nowhere in the file: the list that it is in stands for it.
    """
    before, after = entries(document.data, "items"), entries(data, "items")
    copied = {i: _length(after[i]) - _length(before[i]) for i in after if after[i] != before[i]}

    def moved(path: Path) -> Path:
        match path:
            case ("items", int(i), "answer_option", int(j), *rest):
                return (*path[:3], j + copied.get(i, 0), *rest)
        return path

    return replace(
        document,
        values={moved(path): place for path, place in document.values.items()},
        keys={moved(path): place for path, place in document.keys.items()},
    )


def _length(item: Plain) -> int:
    return len(item["answer_option"]) if isinstance(item, dict) else 0


def _with_answers(item: Plain, named: dict[str, Entry]) -> Plain:
    if not isinstance(item, dict):
        return item
    again, which = item.get("asks_again"), item.get("asks_which")
    own, first = item.get("answer_option"), named.get(str(again or which), {})
    options = [o for o in _entries(first.get("answer_option")) if isinstance(o.get("code"), str)]
    not_sure = next((o for o in options if isinstance(o.get("counts_as"), tuple)), None)
    if not isinstance(own, tuple) or (again and not_sure is None):
        return item
    derived: Entry = {}
    if again and not_sure:
        codes = not_sure["counts_as"]
        derived = {"repeats": "true", "enable_when": _chosen(again, [not_sure["code"]])}
        own = tuple({**o, "counts_as": codes} if isinstance(o, dict) else o for o in own)
    elif which:
        codes = tuple(o["code"] for o in options if "exclusive" not in o and o is not not_sure)
        if not codes:
            return item
        derived = {"repeats": "true", "enable_when": _chosen(which, codes)}
    else:
        return item
    copied = [{key: o[key] for key in COPIED if key in o} for o in options if o["code"] in codes]
    return {**derived, **item, "answer_option": (*copied, *own)}


def _entries(options: Plain | None) -> list[Entry]:
    return [o for o in options if isinstance(o, dict)] if isinstance(options, tuple) else []


def _chosen(question: Plain, codes: tuple[Plain, ...] | list[Plain]) -> Plain:
    return {"question": question, "chosen": tuple(codes)}
