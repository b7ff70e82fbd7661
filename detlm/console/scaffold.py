"""``detlm lean new-category``: a Lean file that compiles, to be changed into the category that is wanted."""

from __future__ import annotations

import re
from pathlib import Path

from detlm.errors import UsageError

_NAME = re.compile(r"[A-Z][A-Za-z0-9_]*")
#: Names that mean something already where the file is elaborated.
_LEAN = ("Init", "Lean", "Std", "List", "Nat", "Int", "Bool", "Prop", "Type", "Sort", "Option", "IO")
_TAKEN = frozenset(("DetLM", "Run", *_LEAN))


def new_category(name: str, folder: Path) -> int:
    """Writes ``NAME.lean`` and says what to do next. Raises ``UsageError`` where it cannot."""
    if not _NAME.fullmatch(name) or name in _TAKEN:
        what = "taken" if name in _TAKEN else "no name for a category"
        raise UsageError(f"{name!r} is {what}", hint="a capital letter, then letters, digits and _: Email")
    file = folder / f"{name}.lean"
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(TEMPLATE.replace("«Name»", name))
    except FileExistsError as err:
        raise UsageError(f"{file} is there already", hint="choose another name, or remove it") from err
    except OSError as err:
        raise UsageError(f"{file}: {err.strerror}") from err
    print(f"wrote {file}; check it as you change it, then use it in a constraint file:")
    print(f"  detlm lean check {file}")
    print(f'  category {name} := lean {name} from "{file.name}" within /…/')
    return 0


TEMPLATE = """\
import DetLM

/-!
# «Name»

A category for constraint files, written in Lean. As it stands: texts with exactly one `@` and something on
both sides of it. Change `Lang` to what you mean and `accepts` to how it is decided; the kernel holds you to
`accepts_iff`, which says that the two agree.

## Main definitions

* `«Name».Lang`: what the category means
* `«Name».accepts`: the decision procedure, which the kernel evaluates on the parts of an output

## Main results

* `«Name».accepts_iff`: they agree
-/

namespace «Name»

open DetLM

/-- The byte `@`. -/
def sign : Byte := 64

/-! ## The meaning -/

/-- **What the category means.** A text is a list of bytes. -/
def Lang (t : Text) : Prop :=
  ∃ name host, t = name ++ sign :: host ∧ name ≠ [] ∧ host ≠ [] ∧ sign ∉ name ∧ sign ∉ host

/-! ## The decision -/

/-- Whether no sign stands in a text. -/
def plain : Text → Bool
  | [] => true
  | b :: t => if b = sign then false else plain t

/-- What follows the first sign. -/
def behind : Text → Option Text
  | [] => none
  | b :: t => if b = sign then some t else behind t

/-- **How it is decided.** Structural recursion only: the kernel has to evaluate it. -/
def accepts : Text → Bool
  | [] => false
  | b :: t =>
    if b = sign then false
    else
      match behind t with
      | none => false
      | some [] => false
      | some (c :: host) => plain (c :: host)

/-! ## They agree -/

/-- `plain` is right. -/
theorem plain_iff {t : Text} : plain t = true ↔ sign ∉ t := by
  induction t with
  | nil => simp [plain]
  | cons b t ih =>
    by_cases h : b = sign
    · simp [plain, h]
    · simp [plain, h, ih, eq_comm]

/-- `behind` is right. -/
theorem behind_iff {t host : Text} :
    behind t = some host ↔ ∃ name, t = name ++ sign :: host ∧ sign ∉ name := by
  induction t with
  | nil => simp [behind]
  | cons b t ih =>
    constructor
    · intro h
      by_cases hb : b = sign
      · simp [behind, hb] at h
        exact ⟨[], by simp [hb, h]⟩
      · simp [behind, hb] at h
        obtain ⟨name, ht, hn⟩ := ih.mp h
        exact ⟨b :: name, by simp [ht], by simp [hn, eq_comm, hb]⟩
    · intro ⟨name, ht, hn⟩
      cases name with
      | nil =>
        injection ht with hb ht
        simp [behind, hb, ht]
      | cons c name =>
        injection ht with hb ht
        simp at hn
        have hb : b ≠ sign := fun e => hn.1 (e.symm.trans hb)
        simp [behind, hb]
        exact ih.mpr ⟨name, ht, hn.2⟩

/-- **The decision procedure decides the meaning.** detlm asks for this theorem, under this name. -/
theorem accepts_iff (t : Text) : accepts t = true ↔ Lang t := by
  cases t with
  | nil => simp [accepts, Lang]
  | cons b t =>
    constructor
    · intro h
      by_cases hb : b = sign
      · simp [accepts, hb] at h
      · simp [accepts, hb] at h
        split at h
        · exact nomatch h
        · exact nomatch h
        · next c host hs =>
          obtain ⟨name, ht, hn⟩ := behind_iff.mp hs
          exact ⟨b :: name, c :: host, by simp [ht], by simp, by simp, by simp [hn, eq_comm, hb],
            plain_iff.mp h⟩
    · intro ⟨name, host, ht, hname, hhost, hn, hh⟩
      cases name with
      | nil => exact absurd rfl hname
      | cons a name =>
        injection ht with ha ht
        simp at hn
        have hb : b ≠ sign := fun e => hn.1 (e.symm.trans ha)
        have hs : behind t = some host := behind_iff.mpr ⟨name, ht, hn.2⟩
        cases host with
        | nil => exact absurd rfl hhost
        | cons c host =>
          simp [accepts, hb, hs]
          exact plain_iff.mpr hh

/-! ## Examples -/

/-- `a@b` -/
example : accepts [97, 64, 98] = true := by decide

/-- `a@b@c` -/
example : accepts [97, 64, 98, 64, 99] = false := by decide

/-- `@b` -/
example : accepts [64, 98] = false := by decide

/-- `a@` -/
example : accepts [97, 64] = false := by decide

end «Name»
"""
