"""The formats of JSON Schema that are regular, as the contents of strings.

``EXACT`` ones are told alike by everyone, so they may also stand where a text must *not* have the format.
The others admit less than the standard says (no leap seconds, no quoted e-mail names, no very long
host names …): sound where a text must have the format, refused elsewhere.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from detlm.syntax.dates import days
from detlm.syntax.regex import Regex, either, literal, then
from detlm.syntax.regex_reader import read_regex

EXACT = frozenset({"date", "duration", "ipv4", "ipv6", "uuid", "json-pointer", "relative-json-pointer"})

_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_BYTE}(?:\.{_BYTE}){{3}}"
_H = "[0-9A-Fa-f]{1,4}"
_LAST_32 = rf"(?:{_H}:{_H}|{_IPV4})"
_IPV6 = "|".join(
    [rf"(?:{_H}:){{6}}{_LAST_32}", rf"::(?:{_H}:){{0,5}}{_LAST_32}"]
    + [rf"{_H}(?::{_H}){{{n}}}::(?:{_H}:){{0,{4 - n}}}{_LAST_32}" for n in range(5)]
    + [rf"{_H}(?::{_H}){{0,5}}::{_H}", rf"(?:{_H}(?::{_H}){{0,6}})?::", rf"::{_H}"]
)
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,%d}[A-Za-z0-9])?"
_LONG, _SHORT = _LABEL % 61, _LABEL % 28
# At most 253 characters are allowed; counting them would take an automaton of 20,000 states.
_HOST = rf"(?:{_LONG}(?:\.{_LONG}){{0,2}}|{_SHORT}(?:\.{_SHORT}){{0,7}})"
_ATOM = r"[A-Za-z0-9!#$%&'*+\/=?\^_`{|}~\-]+".replace("{|}", r"\{\|\}").replace("$", r"\$")
_TIME = (
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:[Zz]|[+\-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)

_ESCAPED = "%[0-9A-Fa-f]{2}"
_SUB = r"!\$&'\(\)*+,;="
_PCHAR = rf"(?:[A-Za-z0-9\-._~{_SUB}:@]|{_ESCAPED})"
_TAIL = rf"(?:\?(?:{_PCHAR}|[\/?])*)?(?:#(?:{_PCHAR}|[\/?])*)?"
_AUTHORITY = (
    rf"(?:(?:[A-Za-z0-9\-._~{_SUB}:]|{_ESCAPED})*@)?"
    rf"(?:\[(?:{_IPV6})\]|(?:[A-Za-z0-9\-._~{_SUB}]|{_ESCAPED})*)(?::[0-9]*)?"
)
_ABSOLUTE = rf"(?:\/\/{_AUTHORITY}(?:\/{_PCHAR}*)*|\/(?:{_PCHAR}+(?:\/{_PCHAR}*)*)?)"
_URI = rf"[A-Za-z][A-Za-z0-9+.\-]*:(?:{_ABSOLUTE}|{_PCHAR}+(?:\/{_PCHAR}*)*)?{_TAIL}"
_NO_COLON = rf"(?:[A-Za-z0-9\-._~{_SUB}@]|{_ESCAPED})"
_RELATIVE = rf"(?:{_ABSOLUTE}|{_NO_COLON}+(?:\/{_PCHAR}*)*)?{_TAIL}"
_POINTER = r"(?:\/(?:[^\/~]|~[01])*)*"
_D = "[0-9]+"
_DURATION_TIME = f"T(?:{_D}H(?:{_D}M(?:{_D}S)?)?|{_D}M(?:{_D}S)?|{_D}S)"
_DURATION = (
    f"P(?:{_D}W|(?:{_D}Y(?:{_D}M(?:{_D}D)?)?|{_D}M(?:{_D}D)?|{_D}D)(?:{_DURATION_TIME})?|{_DURATION_TIME})"
)

_SOURCES = {
    "duration": _DURATION,
    "time": _TIME,
    "email": rf"{_ATOM}(?:\.{_ATOM})*@{_HOST}",
    "hostname": _HOST,
    "ipv4": _IPV4,
    "ipv6": _IPV6,
    "uri": _URI,
    "relative": _RELATIVE,
    "uuid": "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "json-pointer": _POINTER,
    "relative-json-pointer": rf"(?:0|[1-9][0-9]*)(?:#|{_POINTER})",
}
NAMES = frozenset({*_SOURCES, "date", "date-time", "uri-reference"} - {"relative"})
REFUSED = {
    "regex": "which texts are expressions is not regular",
    "idn-email": "it needs tables of Unicode",
    "idn-hostname": "it needs tables of Unicode",
    "iri": "it needs tables of Unicode",
    "iri-reference": "it needs tables of Unicode",
    "uri-template": "its readers disagree",
}


@cache
def format_(name: str) -> Regex:
    """The texts of one of ``NAMES``."""
    if name == "date":
        return days(date.min, date.max)
    if name == "date-time":
        return then(format_("date"), either(literal(b"T"), literal(b"t")), format_("time"))
    if name == "uri-reference":
        return either(format_("uri"), format_("relative"))
    return read_regex(_SOURCES[name])
