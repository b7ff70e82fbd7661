"""Constraint files of 500 lines, made up: one of categories alone, one of everything that a file may hold."""

from __future__ import annotations

LINES = 500


def of_categories() -> str:
    """Nearly all lines define categories; a fifth of them is asked for."""
    defined = [f'category C{i} := /[a-z]{{1,{i % 9 + 1}}}/ "{i}"' for i in range(LINES - 3)]
    options = " or ".join(f"C{i}" for i in range(0, LINES - 3, 5))
    return "\n".join(["program categories", *defined, f'output := ({options}) "."', "mode deterministic", ""])


def of_everything() -> str:
    """Facts, rules, categories, sentences, limits, comments and examples."""
    people, skills = [f"person_{i}" for i in range(60)], [f"skill_{i}" for i in range(30)]
    facts = [f"fact {person} knows {skills[i % 30]}" for i, person in enumerate(people)]
    facts += [f"fact {person} teaches {people[(i * 7 + 1) % 60]}" for i, person in enumerate(people)]
    facts += [f"fact {person} works_with {people[(i + 1) % 60]}" for i, person in enumerate(people)]
    rules = [
        "rule X works_with Y -> X knows_of Y",
        "rule X works_with Y and Y works_with Z -> X knows_of Z",
        "rule X teaches Y -> Y knows_of X",
    ]
    sentences = [
        'sentence knows    := SUBJECT " knows " OBJECT',
        'sentence teaches  := SUBJECT " teaches " OBJECT',
        'sentence knows_of := SUBJECT " has heard of " OBJECT',
    ]
    categories = [f'category Note{i} := "Note {i}: " /[a-z]{{2,{i % 7 + 3}}}/ "."' for i in range(100)]
    notes = " or ".join(f"Note{i}" for i in range(100))
    limits = [f'forbid "word{i}"' for i in range(5)]
    ends = [
        "category Claim := sentence of facts",
        "derive reply from category Claim",
        "  ensure proof supported(reply)",
        f"category Note := {notes}",
        'output := reply "." { " " Note } up to 2',
        "mode deterministic",
        "-- ? Who knows what?",
        "-- + person_0 knows skill_0.",
        "-- + person_0 knows skill_0. Note 3: abc.",
        "-- - person_0 knows skill_1.",
    ]
    lines = ["program everything", *facts, *rules, *sentences, *categories, *limits]
    left = LINES - len(lines) - len(ends)
    comments = [f"-- remark {i}: what stands here is read past" for i in range(left)]
    return "\n".join([*lines, *comments, *ends, ""])
