"""Facts files: where they may be, what they may hold, and how they travel inside a certificate."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detlm.errors import ConstraintError
from detlm.syntax import files as files_module
from detlm.syntax import read_program, read_source
from detlm.syntax.program import Atom

GOOD = b"# a comment\n\naspirin\tused_for\tpain relief\r\nGr\xc3\xb6\xc3\x9fe\tis_a\tmeasure\n"
SOURCE = 'program t\nfacts from "{}"\noutput := "x"\n'


def written(folder: Path, path: str) -> Path:
    file = folder / "t.det"
    file.write_text(SOURCE.format(path))
    return file


def message(file: Path) -> str:
    with pytest.raises(ConstraintError) as caught:
        read_program(file)
    return str(caught.value)


def test_facts_are_read_with_positions_and_kept_as_sources(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "f.tsv").write_bytes(GOOD)
    program = read_program(written(tmp_path, "data/f.tsv"))
    assert program.facts == (
        Atom(b"used_for", b"aspirin", b"pain relief"),
        Atom(b"is_a", "Größe".encode(), b"measure"),
    )
    assert [s.name for s in program.sources[1:]] == ["data/f.tsv"]
    assert program.sources[1].content == GOOD
    place = program.positions["fact 1"]
    assert (place.file, place.line, place.column) == ("data/f.tsv", 4, 1)


def test_an_enclosed_file_reads_the_same_without_the_disk(tmp_path: Path) -> None:
    (tmp_path / "f.tsv").write_bytes(GOOD)
    program = read_program(written(tmp_path, "f.tsv"))
    source, *rest = program.sources
    again = read_source(
        source.content.decode(), source.name, base=None, files={f.name: f.content for f in rest}
    )
    assert again == program
    with pytest.raises(ConstraintError, match="not enclosed"):
        read_source(source.content.decode(), source.name, base=tmp_path, files={})


@pytest.mark.parametrize(
    "path", ["../f.tsv", "/etc/hostname", "a/../../f.tsv", "~/x", "", ".", "no.tsv", "a\\u{0}b"]
)
def test_paths_outside_or_missing(tmp_path: Path, path: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "f.tsv").write_bytes(GOOD)
    assert "t.det:2:1" in message(written(tmp_path / "in", path))


def test_a_link_cannot_lead_outside(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "f.tsv").write_bytes(GOOD)
    (tmp_path / "in" / "f.tsv").symlink_to(tmp_path / "f.tsv")
    assert "leaves the folder" in message(written(tmp_path / "in", "f.tsv"))


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.tsv")
    assert "is no file" in message(written(tmp_path, "f.tsv"))


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_module, "MAX_BYTES", 10)
    (tmp_path / "f.tsv").write_bytes(GOOD)
    assert "larger than 10 bytes" in message(written(tmp_path, "f.tsv"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a\tr\n", "f.tsv:1:1: error: a fact has 3 columns"),
        (b"a\tr\tb\tc\n", "this line has 4 columns"),
        (b"a r b\n", "this line has 1 column\n"),
        (b"a\tr-s\tb\n", 'f.tsv:1:3: error: "r-s" is no relation name'),
        (b"\tr\tb\n", "f.tsv:1:1: error: a subject or object needs a text"),
        (b"a\tr\t b\n", "f.tsv:1:5: error: a subject or object begins and ends without spaces"),
        (b"a\tr\tb\na\tr\tb\n", "f.tsv:2:1: error: this fact is stated twice"),
        (b"a\tr\t\xff\n", "f.tsv:1:5: error: the facts file is not UTF-8 text"),
        (b"a\tr\tb\x00c\n", "control characters"),
        (b"a\tr\t" + b"b" * 301 + b"\n", "at most 300 bytes"),
    ],
)
def test_contents_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "f.tsv").write_bytes(content)
    assert said in message(written(tmp_path, "f.tsv"))


def test_a_bad_facts_file_does_not_blame_the_relations(tmp_path: Path) -> None:
    file = tmp_path / "t.det"
    file.write_text('program t\nfacts from "no.tsv"\nsentence r := SUBJECT " is " OBJECT\noutput := "x"\n')
    assert message(file).count("error:") == 1
