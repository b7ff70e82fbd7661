"""What ``check`` and ``test`` print: libraries, explanations, pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.syntax.libraries import is_library
from tests.conftest import MEDICATION
from tests.console.conftest import Call

DSL = data_root() / "dsl"
STD = sorted((DSL / "std").glob("*.det"))
EXAMPLES = sorted((DSL / "examples").glob("*.det"))


# -- libraries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", STD, ids=lambda f: f.stem)
def test_the_standard_library(call: Call, file: Path) -> None:
    done = call("check", file)
    assert done.code == 0, done.err
    assert "a library" in done.out
    assert "categories" in done.out
    done = call("test", file)
    assert done.code == 0, done.out
    assert "examples ok" in done.out


def test_what_a_library_is() -> None:
    assert is_library('category X := "x"\nfact a r b\n')
    assert not is_library('category X := "x"\nforbid "x"\n')
    assert not is_library('program p\ncategory X := "x"\n')
    assert not is_library("")
    assert not is_library("-- nothing\n")


def test_mistakes_of_a_library_are_all_told(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "lib.det"
    file.write_text('category X := Y\ncategory Z = "z"\ncategory W := words "a" "a"\nfact a\n')
    done = call("check", file)
    assert done.code == 1
    # Line 3 names an "a", and so does line 4, which cannot be read: it is told when that one can be.
    assert [line.split(":")[1] for line in done.err.splitlines() if ": error: " in line] == ["1", "2", "4"]
    file.write_text('category X := Y\ncategory W := words "a" "a"\n')
    done = call("check", file)
    assert [line.split(":")[1] for line in done.err.splitlines() if ": error: " in line] == ["1", "2"]
    assert "program" not in done.err
    assert not json.loads(call("check", file, "--json").out)["ok"]


def test_an_empty_category_of_a_library_is_found(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "lib.det"
    file.write_text('category A := "a"\ncategory X := A and "b"\n')
    done = call("check", file)
    assert done.code == 1
    assert f"{file}:2:10: error: no text is ever admitted" in done.err
    assert json.loads(call("check", file, "--json").out)["errors"][0]["line"] == 2


@pytest.mark.usefixtures("lent")
def test_what_is_too_large_is_told_at_its_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detlm.mask.automaton.STATE_LIMIT", 10)
    monkeypatch.setattr("detlm.mask.building.STATE_LIMIT", 10)
    file = tmp_path / "large.det"
    begin = "program large\ncategory Long := /a{20}/"
    for text, line in (
        (begin + ' except "b"\noutput := Long "."\n', 2),
        (begin + '\noutput := Long "."\n', 3),
    ):
        file.write_text(text)
        done = call("check", file)
        assert done.code == 1 and done.err.count("error") == 1
        assert f"{file}:{line}:1: error: the automaton needs more than 10 states" in done.err
        assert call("generate", file, "-p", "x").err == done.err
        said = json.loads(call("check", file, "--json").out)
        assert not said["ok"]
        assert [f["where"] for f in said["findings"]] == ["category Long" if line == 2 else "output"]


def test_examples_of_a_library(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "lib.det"
    good = (
        "category A := /a+/\ncategory Id(p) := p /[0-9]/\n-- A is a letter - or more\n-- A + aa\n-- A - b\n"
    )
    file.write_text(good)
    assert call("test", file).out.strip() == f"{file}: 2 examples ok"
    file.write_text(good + "-- A + b\n-- A - a\n")
    done = call("test", file)
    assert done.code == 1
    assert f"{file}:6: refused, but must be admitted" in done.out
    assert f"{file}:7: admitted, but must be refused\n  A - 'a'" in done.out
    assert "2 of 4 examples failed" in done.out
    record = json.loads(call("test", "--json", file).out)["files"][0]["examples"]
    assert [(e["category"], e["ok"]) for e in record] == [("A", True)] * 2 + [("A", False)] * 2
    file.write_text(good + "-- B + b\n  -- Id + x1\n")
    done = call("test", file)
    assert done.code == 1
    assert f"{file}:6:4: error: there is no category B" in done.err
    assert f"{file}:7:6: error: Id has parameters" in done.err


def test_what_is_nearly_an_example_line_is_warned_of(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "near.det"
    file.write_text('program near\noutput := "a"\n--+ a\n-- + a\n')
    warning = f"{file}:3:1: warning: this comment is no example line"
    done = call("test", file)
    assert (done.code, done.out) == (0, f"{file}: 1 example ok\n")
    assert warning in done.err and "-- + a" in done.err
    assert "1 warning; --explain shows it" in call("check", file).out
    assert warning in call("check", file, "--explain").err


# -- explanations -----------------------------------------------------------------------------------


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda f: f.stem)
def test_explanations_fit_the_terminal(call: Call, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    done = call("check", file, "--explain")
    table = done.out.partition("acts in")[2]
    assert table
    assert max(map(len, table.splitlines())) <= 72
    assert "Writing " in table


def test_narrow_terminals(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    invoice = next(file for file in EXAMPLES if file.stem == "invoice")
    whole = call("check", invoice).out
    assert "lets more through than the admissible answers; the kernel decides the rest" in whole
    monkeypatch.setenv("COLUMNS", "40")
    narrow = call("check", invoice).out
    assert narrow.split() == whole.split()
    _, *lines = narrow.splitlines()  # the first one names the file
    assert max(map(len, lines)) <= 40
    medication = next(file for file in EXAMPLES if file.stem == "medication")
    table = call("check", medication, "--explain").out.partition("acts in")[2]
    assert max(map(len, table.splitlines())) <= 40


def test_names_in_scope_may_have_writing_go_back(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "names.det"
    file.write_text(
        "program names\ncategory Name := /[a-c]/\nscope Seen := names bound by Bind\nshape Bind := Name\n"
        "derive b from shape Bind ensure not b in Seen\noutput := repeat 4 to 4 b\n"
    )  # three names for four parts: every beginning turns out to have no end
    done = call("check", file, "--explain")
    assert done.code == 0 and "Writing may have to go back: which names" in " ".join(done.out.split())


@pytest.mark.usefixtures("lent")
def test_what_masks_refuse_is_told_at_its_line(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "cut.det"
    file.write_text(
        'program cut\ncategory H := grammar { s: "(" s ")" | "x" }\ncategory Deep := /\\(\\(.*/\n'
        "derive p from category H\n  ensure p in Deep\noutput := p\n"
    )
    done = call("check", file)
    assert done.code == 1 and f"{file}:6:1: error: a condition cuts texts out" in done.err
    assert call("generate", file, "-p", "x").err == done.err
    (error,) = json.loads(call("check", file, "--json").out)["errors"]
    assert (error["line"], error["column"]) == (6, 1)


def test_an_explanation(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    file = tmp_path / "p.det"
    file.write_text(
        "program p\n"
        "category N := integer from 1 to 9\n"
        'shape S := a: N " " b: N\n'
        "derive s from shape S ensure s.a < s.b\n"
        'after "</think>"\n'
        "at most 20 tokens\n"
        "output := s\n"
    )
    done = call("check", file, "--explain")
    assert done.out == (
        f"{file}: ok\n"
        "  program p, mode deterministic\n"
        "  the mask has 4 states and lets more through than the admissible answers; the\n"
        "    kernel decides the rest\n"
        "\n"
        "  acts in   states  rule\n"
        "  span end       4  derive s from shape S ensure s.a < s.b\n"
        "                      (not exact: the numbers are masked, but whether any is\n"
        "                       left shows only when the part begins)\n"
        '  decoding       -  after "</think>"\n'
        "                      (everything up to this text is free)\n"
        "  decoding       -  at most 20 tokens\n"
        "                      (tokens are the model's own, so nothing about them is\n"
        "                       proved)\n"
        "\n"
        "  span end: the mask lets more through; the kernel decides when the part ends,\n"
        "    and if it says no, writing goes back and takes another way\n"
        "  decoding: only how the answer is made; not part of what is proved\n"
        "  Writing may have to go back: at most 99 times; what was refuted once is not\n"
        "    tried again, and generate stops after --max-backups (200) times.\n"
    )


def test_remarks_about_schemas(call: Call, tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"type": "object", "properties": {"a": {}}}')
    file = tmp_path / "p.det"
    file.write_text('program p\ncategory S := json schema from "s.json"\noutput := S\n')
    done = call("check", file, "--explain")
    assert done.code == 0, done.err
    assert "note: s.json at #" in done.out
    assert json.loads(call("check", file, "--json").out)["remarks"]


# -- pictures ---------------------------------------------------------------------------------------


def test_a_picture_is_drawn(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "out.svg"
    assert call("check", MEDICATION, "--graph", target).code == 0
    assert target.read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("out.png", ".png files cannot be drawn"),
        ("out", "files without an ending"),
        ("nowhere/out.svg", "there is no folder"),
        (".", "files without an ending"),
        ("folder.svg", "this is a folder"),
    ],
)
def test_pictures_go_into_svg_files(call: Call, tmp_path: Path, target: str, message: str) -> None:
    (tmp_path / "folder.svg").mkdir()
    done = call("check", MEDICATION, "--graph", tmp_path / target)
    assert done.code == 2
    assert message in done.err
    assert "hint: " in done.err


def test_a_picture_that_cannot_be_written(call: Call) -> None:
    done = call("check", MEDICATION, "--graph", "/proc/out.svg")
    assert done.code == 2
    assert "cannot be written" in done.err


def test_libraries_have_no_picture(call: Call, tmp_path: Path) -> None:
    done = call("check", STD[0], "--graph", tmp_path / "out.svg")
    assert done.code == 2
    assert "a library has no output to draw" in done.err
