"""The certificate's form: round trips, strictness, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detlm.certificate import schema
from detlm.certificate.schema import Certificate
from detlm.errors import CertificateError


def test_round_trip(certificate: Certificate) -> None:
    data = schema.dumps(certificate)
    assert schema.loads(data) == certificate
    assert schema.dumps(schema.loads(data)) == data


@given(st.binary(max_size=40))
def test_bytes_survive_json(data: bytes) -> None:
    claim = schema.Claim(program=(schema.EnclosedFile(name="p", content=data),), prompt=data, output=data)
    assert schema.Claim.model_validate_json(json.dumps(claim.model_dump(mode="json"))) == claim


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode(errors="surrogatepass")))
def test_junk_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(CertificateError):
        schema.loads(data)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda r: r.update(extra=1), "extra"),
        (lambda r: r["claim"].update(extra=1), "extra"),
        (lambda r: r.update(version=2), "version 2"),
        (lambda r: r.update(version=True), "version True"),
        (lambda r: r.update(version=1.0), "version"),
        (lambda r: r.update(format="other"), "format"),
        (lambda r: r.update(kind="whole"), "kind"),
        (lambda r: r["witness"][0].update(fact=-1), "witness.0"),
        (lambda r: r["witness"][0].update(fact=1.0), "witness.0"),
        (lambda r: r["witness"][0].update(fact=True), "witness.0"),
        (lambda r: r["witness"][0].update(fact=1 << 60), "witness.0"),
        (lambda r: r["claim"].update(program=[]), "claim.program"),
        (lambda r: r["claim"].update(output={"base64": "%"}), "claim.output"),
        (lambda r: r["claim"].update(output=3), "claim.output"),
        (lambda r: r["attested"].update(seconds="1"), "attested.seconds"),
        (lambda r: r["recomputed"].update(lean=None), "recomputed.lean"),
        (lambda r: r["recomputed"].update(program_sha256="00"), "program_sha256"),
    ],
)
def test_strict(certificate: Certificate, change: object, complaint: str) -> None:
    raw = json.loads(schema.dumps(certificate))
    change(raw)  # type: ignore[operator]
    with pytest.raises(CertificateError, match=complaint.replace(".", r"\.")):
        schema.loads(json.dumps(raw).encode())


def test_json_tricks(certificate: Certificate) -> None:
    data = schema.dumps(certificate)
    for bad, complaint in (
        (data[: len(data) // 2], "not JSON"),
        (b'{"kind": "output", ' + data.lstrip()[1:], "twice"),
        (b"[" * 100_000, "deep"),
        (data.replace(b'"seconds":', b'"seconds": NaN, "x":'), "attested|x"),
        (b"\xff" + data, "UTF-8"),
        (b'{"format": 1' + b"0" * 10_000 + b"}", "JSON|format"),
        (b" " * (schema.MAX_BYTES + 1), "larger"),
        (b"\xef\xbb\xbf" + data, "JSON"),
    ):
        with pytest.raises(CertificateError, match=complaint):
            schema.loads(bad)


def test_writing_leaves_nothing_half_done(certificate: Certificate, tmp_path: Path) -> None:
    with pytest.raises(CertificateError, match="cannot write"):
        schema.write(certificate, tmp_path / "nowhere" / "run.json")
    target = tmp_path / "run.json"
    target.write_bytes(b"old")
    (tmp_path / "run.json.part").mkdir()
    with pytest.raises(CertificateError):
        schema.write(certificate, target)
    assert target.read_bytes() == b"old"
    (tmp_path / "run.json.part").rmdir()
    schema.write(certificate, target)
    assert schema.loads(target.read_bytes()) == certificate
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("[" * 65, True),
        ("[" * 40 + "]" * 40 + "{" * 40, False),
        ('["' + "[" * 100 + '"]', False),
        ('["\\"' + "[" * 100 + '"]', False),
        ('["\\\\"' + "[" * 100, True),
        ('"' + "[" * 100, False),
        ('"' + "[" * 100 + "\\", False),
        ('"\n' + "[" * 100 + '"' + "[" * 100, True),
    ],
)
def test_depth_counts_brackets_outside_of_strings(text: str, deep: bool) -> None:
    with pytest.raises(CertificateError) as told:
        schema.loads(text.encode())
    assert ("nested deeper" in told.value.message) == deep
