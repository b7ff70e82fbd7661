"""The tutorial, the mistakes and JSON Schema: pages show what commands print; their files are canonical."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.syntax.format import format_source
from tests.dsl.pages import PAGES, made_current
from tests.syntax.test_reference import TEXT

TUTORIAL, MISTAKES, JSON_SCHEMA = (page.read_text(encoding="utf-8") for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_what_it_shows_is_what_is_printed(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert made_current(text) == text, "write it anew: python -m tests.dsl.pages"


def test_the_tutorial_has_ten_steps_and_each_runs() -> None:
    steps = re.split(r"^## \d+\. ", TUTORIAL, flags=re.M)[1:]
    assert len(steps) == 10
    for step in steps:
        assert "```det " in step
        assert "\n$ detlm " in step


def test_every_mistake_has_a_file_a_message_and_a_way_out() -> None:
    mistakes = re.split(r"^## ", MISTAKES, flags=re.M)[1:]
    assert len(mistakes) >= 20
    for mistake in mistakes:
        title, *_ = mistake.splitlines()
        assert "```det " in mistake, title
        assert re.search(r"error|must be|not in canonical|changes nothing", mistake), title
        assert len(mistake.rpartition("```")[2].strip()) > 20, title


def test_their_files_are_canonical() -> None:
    for text in re.findall(r"```det \S+\n(.*?)```", TUTORIAL + JSON_SCHEMA, re.DOTALL):
        assert format_source(text) == text


def test_their_links_lead_somewhere() -> None:
    anchors = {
        re.sub(r"[^a-z -]", "", h.lower()).replace(" ", "-") for h in re.findall("^## (.*)", TEXT, re.M)
    }
    for page in (TUTORIAL, MISTAKES, JSON_SCHEMA):
        for link in re.findall(r"\]\(([^)]+)\)", page):
            file, _, anchor = link.partition("#")
            assert (data_root() / "dsl" / file).is_file(), link
            assert not anchor or file != "REFERENCE.md" or anchor in anchors, link
