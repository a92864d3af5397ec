"""Pages about the self-check say to patients what concerns them, in names that they know."""

import re

from app.content.model import Questionnaire
from tests.web.browser import Browser


def test_the_leaflet_names_the_sources_of_each_part_and_no_number_of_ours(
    client: Browser, questionnaire: Questionnaire
) -> None:
    page = client.page("/leaflet")
    titles = {source.id: source.title for source in questionnaire.sources}
    told = page.text_in("details")
    for section in questionnaire.leaflet_sections:
        _, _, after = told.partition(section.heading)
        listed = [
            after.find(titles[name]) for name in sorted(section.sources, key=list(titles).index)
        ]
        assert -1 not in listed
        assert listed == sorted(listed)
    assert [name for name in titles if f" {name} " in page.text.replace(",", " ")] == []


def test_how_it_works_begins_with_150_words_for_patients_and_no_rule(client: Browser) -> None:
    page = client.page("/how-it-works")
    first, heading, rules = page.text.partition("For healthcare professionals: all the rules")
    assert heading
    assert 80 < len(first.split()) <= 150
    assert rules.count("counts when") > 20
    assert "counts when" not in first


def test_the_drawing_in_the_leaflet_marks_both_joints_and_says_all_in_words(
    client: Browser,
) -> None:
    page = client.page("/leaflet")
    drawn = " ".join(text for inside, text in page.texts if "text" in inside)
    words = set(re.findall("[a-z]+", drawn.lower()))
    assert words == {"si", "joint", "spine", "sacrum", "hip", "bone"}
    assert words <= set(re.findall("[a-z]+", page.text_in("figcaption").lower()))
    ids = [picture["id"] for picture in page.all("path") if "id" in picture]
    assert {"pelvis.joint-left", "pelvis.joint-right"} <= set(ids)
