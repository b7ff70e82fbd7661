"""Forgeries with Lean files of categories, which the caller allows to be elaborated or does not.

Data only, as ``forgeries.py``, which gathers all.
"""

from __future__ import annotations

from tests.attacks.attack import Attack
from tests.attacks.honest import certificate

_REFUSED = "kernel refuses"

_LEAN = """import DetLM
namespace Even
def Lang (t : DetLM.Text) : Prop := t.length % 2 = 0
def accepts (t : DetLM.Text) : Bool := decide (t.length % 2 = 0)
theorem accepts_iff (t : DetLM.Text) : accepts t = true ↔ Lang t := by simp [accepts, Lang]
end Even
"""


def lean_categories() -> list[Attack]:
    """A Lean file says what a category means: nothing of it is read by Lean unless the caller allows it."""
    program = 'program l\ncategory N := lean Even from "Even.lean" within /[0-9][0-9]/\noutput := N\n'
    acts = _LEAN.replace("end Even", '#eval IO.FS.writeFile "ran" ""\nend Even')
    loops = _LEAN.replace("end Even", "macro_rules | `(loop) => `(loop)\ntheorem x : loop := loop\nend Even")
    gap = _LEAN.replace("by simp [accepts, Lang]", "by sorry")
    likeness = _LEAN.replace("namespace Even", "namespace Ev\u0435n")

    def lean(name: str, tries: str, text: str) -> Attack:
        files = {"l.det": program, "Even.lean": text}
        return Attack(
            name, tries, certificate(files, "", "12"), "declined", "then allow that it is elaborated"
        )

    return [
        lean("lean-honest", "nothing: a category of a Lean file", _LEAN),
        lean("lean-acts", "write a file while it is elaborated", acts),
        lean("lean-loops", "elaborate for ever", loops),
        lean("lean-gap", "a test that decides nothing", gap),
        lean("lean-likeness", "a name with a Cyrillic letter", likeness),
        *_two_lean_files(),
        *_lean_files_that_would_act(),
        *_lean_files_that_end_badly(),
    ]


def _lean(name: str, tries: str, text: str, outcome: str, message: str = "", output: str = "12") -> Attack:
    program = 'program l\ncategory N := lean Even from "Even.lean" within /[0-9]{2,3}/\noutput := N\n'
    files = {"l.det": program, "Even.lean": text}
    return Attack(name, tries, certificate(files, "", output), outcome, message, allow_lean=True)


#: A tactic as data, which Lean would evaluate and run where an argument is left out.
_TACTIC = """@[reducible] def autoParam.{u} (α : Sort u) (_tactic : Lean.Syntax) : Sort u := α
def tactic : Lean.Syntax := .node .none `Lean.Parser.Tactic.tacticSeq #[.node .none
  `Lean.Parser.Tactic.tacticSeq1Indented #[.node .none `null #[.node .none
  `Lean.Parser.Tactic.nativeDecide #[.atom .none "native_decide"]]]]
def f (_ : Nat) (h : autoParam True tactic) : True := h
theorem ran : True := f 1
"""


#: The screen took all of it for a string. Lean's own function of that name made the folder.
_HIDDEN = """theorem a : True := by first | trivial | exact xs[0]'"' "
@[extern "lean_io_create_dir"] opaque IO.FS.createDir (p : @& String) (n : @& Nat) : Nat
def own (n : Nat) : Bool := n == IO.FS.createDir (String.singleton 'p') n
theorem ran : True := by first | (have : own 3 = true := by decide +native); trivial | trivial
-- "
"""


def _lean_files_that_would_act() -> list[Attack]:
    """Code that the screen took for something else ran while the file was elaborated."""
    runs = "would run code"
    own = "def own (n : Nat) : Bool := n == 3\ntheorem ran : own 3 = true := by decide "

    def acts(name: str, tries: str, text: str, message: str = runs) -> Attack:
        return _lean(f"lean-acts-{name}", tries, _LEAN + text, "rejected", message)

    return [
        acts("behind-comment", "run what looks like a string", '/--/ "  -/ def x := 1\n#eval x -- "\n'),
        acts("behind-mistake", "run what stands in a string", 'def "\n#eval 1\n"\n'),
        acts(
            "in-comment", "run what stands in a comment", "def x := (1 /--\n#eval 1\n-/\n", "kernel refuses"
        ),
        acts("joined", "run a command that nobody has", "#eval1\n"),
        acts("behind-number", "declare grammar behind a number", 'def x := 0bmacro "x" : term => `(1)\n'),
        acts("behind-token", "hide behind a token that ends like a quotation", _HIDDEN, "two ways"),
        acts(
            "behind-command",
            "the same behind a command",
            _HIDDEN.replace("theorem a : True := by first | trivial | exact xs[0]", "#check"),
            "two ways",
        ),
        acts(
            "in-braces",
            "the same in a string with code in it",
            _HIDDEN.replace("xs[0]'\"' \"", 'throwErrorAt x "{\'"\'}"'),
            "code in them",
        ),
        acts(
            "joined-to-another",
            "change the grammar behind a command that is not one word with it",
            '#wheremacro "zork" : term => `(True)\ntheorem b : zork := trivial\n',
            "is not accepted here",
        ),
        acts("tactic", "a tactic made of data", _TACTIC, "under this name"),
        acts("native", "evaluate by compiled code", own + "(native := true)\n", "native evaluation"),
        acts("native-named", "the same under an escaped name", own + "+«native»\n", "native evaluation"),
        acts(
            "unchecked",
            "have Lean not ask the kernel",
            "set_option debug.skipKernelTC true in\ntheorem x : False := True.intro\n",
            "cannot be",
        ),
    ]


def _lean_files_that_end_badly() -> list[Attack]:
    """What a file leaves open ends with it: before anything of ours, in an emitted package too."""
    scope = _LEAN.replace("end Even\n", "variable (absurd : False)\ninclude absurd\n")
    return [
        _lean("lean-open-honest", "nothing: a scope is left open", scope, "accepted"),
        _lean("lean-open-wrong", "a hypothesis is left open", scope, "rejected", _REFUSED, "123"),
        _lean(
            "lean-open-attribute",
            "an attribute for what comes next",
            _LEAN + "@[simp]\n",
            "rejected",
            "end of",
        ),
        _lean("lean-open-private", "hide what comes next", _LEAN + "private\n", "rejected", "end of"),
    ]


#: Each says of its arguments what is always true.
_SHADOWS = """namespace Run.DetLM
open DetLM
def Admits (_ : Program) (_ : Context) (t : Text) : Prop := t = t
def Accepted (p : Program) (c : Context) (t : Text) (_ : Witness) : Prop := Admits p c t
theorem Accepted.admits {p c t w} (_ : Accepted p c t w) : Admits p c t := rfl
instance (p c t w) : Decidable (Accepted p c t w) := isTrue rfl
def KeepsTo (_ : Text → Prop) (_ : Text) (p : Program) (c : Context) (t : Text) : Prop := Admits p c t
def Kept (_ : Text → Bool) (_ : Text) (p : Program) (c : Context) (t : Text) : Prop := Admits p c t
theorem Kept.keepsTo {l : Text → Prop} {a : Text → Bool} (_ : ∀ t, a t = true ↔ l t) {n p c t}
    (_ : Kept a n p c t) : KeepsTo l n p c t := rfl
instance (a n p c t) : Decidable (Kept a n p c t) := isTrue rfl
end Run.DetLM
"""
_OURS = "speaks of Run"
_ANY = """import DetLM
namespace Any
def Lang (t : DetLM.Text) : Prop := t = t
def accepts (_ : DetLM.Text) : Bool := true
theorem accepts_iff (t : DetLM.Text) : accepts t = true ↔ Lang t := by simp [accepts, Lang]
end Any
"""


def _two_lean_files() -> list[Attack]:
    """What one Lean file says must not change what the next one means, though the caller allows both."""
    program = (
        'program l\ncategory A := lean Any from "Any.lean" within /[a-z]/\n'
        'category N := lean Even from "Even.lean" within /[0-9]{2,3}/\n'
    )
    instance = _ANY.replace(
        "end Any", "instance (priority := high) : HMod Nat Nat Nat := ⟨fun _ _ => 0⟩\nend Any"
    )
    impostor = _ANY + _ANY.replace("Any", "Even").replace("import DetLM\n", "")
    closes = _ANY.replace("Any", "Third").replace("import DetLM\n", "-/\n")

    def two(name: str, tries: str, output: str, outcome: str, text: str, after: str | None = None) -> Attack:
        files = {"l.det": program + 'output := A " " N\n', "Any.lean": text, "Even.lean": _LEAN}
        if after is not None:
            third = 'category T := lean Third from "Third.lean" within /[a-z]/\n'
            files |= {"l.det": f'{program}{third}output := A " " N " " T\n', "Third.lean": after}
        refused = "" if outcome == "accepted" else _REFUSED
        return Attack(name, tries, certificate(files, "", output), outcome, refused, allow_lean=True)

    ours = (
        _LEAN.replace(
            "def Lang",
            "noncomputable def two : Nat := by\n"
            "  first | exact (fun (_ : DetLM.Program) => 1) Run.program | exact 2\ndef Lang",
        )
        .replace("% 2", "% two")
        .replace("def accepts", "noncomputable def accepts")
    )
    named = "import DetLM\ndef d2 : DetLM.Text := [49]\n" + _LEAN.replace("import DetLM\n", "").replace(
        "Even", "Run"
    ).replace("t.length % 2 = 0", "t = d2")
    one = (
        'program l\ncategory N := lean Even from "Even.lean" within /[0-9]{2,3}/\nrequire "77"\noutput := N\n'
    )

    def alone(name: str, tries: str, output: str, text: str, program: str = one) -> Attack:
        files = {"l.det": program, "Even.lean": text}
        return Attack(name, tries, certificate(files, "", output), "rejected", _OURS, allow_lean=True)

    return [
        alone(
            "lean-ours-seen",
            "mean something else where our definitions are",
            "177",
            ours,
            one.replace('"77"', '"177"'),
        ),
        alone(
            "lean-ours-named",
            "take our definition for the file's own",
            "77",
            named,
            one.replace("lean Even", "lean Run"),
        ),
        alone("lean-ours-shadowed", "be found before `DetLM.Admits`", "177", _LEAN + _SHADOWS),
        two("lean-two-honest", "nothing: categories of two Lean files", "a 12", "accepted", _ANY),
        two("lean-two-wrong", "three digits are even", "a 123", "rejected", _ANY),
        two("lean-two-instance", "an instance that the next file finds", "a 123", "rejected", instance),
        two("lean-two-name", "the next file's name is taken", "a 123", "rejected", impostor),
        two(
            "lean-two-comment", "comment the next file out", "a 123 z", "rejected", impostor + "/-\n", closes
        ),
    ]
