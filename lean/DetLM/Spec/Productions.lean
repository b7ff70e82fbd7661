import DetLM.Spec.Grammar

/-!
# Productions: expressions that call each other by number

What readers of constraint files say of a context-free language before it is written as a grammar: expressions
with choice and repetition, in which a number stands for the production of a list that has it.
`Production.derived` says which texts they have, `Production.grammar` makes plain alternatives of them, with a
rule of its own for each choice and each repetition. That both say the same is `Production.grammar_iff` in
`DetLM.Thm.Productions`.

## Main definitions

* `Production`, `Production.Lang`, `Production.derived`: expressions and their texts
* `Production.regex`: what is left without calls
* `Production.atMost`, `Production.times`, `Production.timesFrom`: repetitions that are counted
* `Production.grammar`: the grammar of a list of productions
-/

namespace DetLM

/-- An expression that may call others. -/
inductive Production where
  /-- A text of a regular language. -/
  | terminal (texts : Regex)
  /-- A text of the production with this number. -/
  | call (index : Nat)
  /-- One after the other. -/
  | seq (first second : Production)
  /-- In the one or in the other. -/
  | either (left right : Production)
  /-- Any number of repetitions. -/
  | star (body : Production)

namespace Production

/-- The texts of a production, if `L` says which texts each number has. -/
def Lang (L : Nat → Text → Prop) : Production → Text → Prop
  | terminal r, t => r.Lang t
  | call i, t => L i t
  | seq a b, t => ∃ x y, t = x ++ y ∧ Lang L a x ∧ Lang L b y
  | either a b, t => Lang L a t ∨ Lang L b t
  | star a, t => Repeated (Lang L a) t

/-- The texts that each number of a list has, as far as they need calls within calls at most `depth` deep. -/
def derived (defs : List Production) : (depth : Nat) → (index : Nat) → Text → Prop
  | 0, _, _ => False
  | depth + 1, i, t => ∃ p, entry? defs i = some p ∧ p.Lang (derived defs depth) t

/-- The texts without calls, as an expression. -/
def regex : Production → Regex
  | terminal r => r
  | call _ => .nothing
  | seq a b => .seq (regex a) (regex b)
  | either a b => .either (regex a) (regex b)
  | star a => .star (regex a)

/-- At most so many repetitions. -/
def atMost (p : Production) : (count : Nat) → Production
  | 0 => .terminal .empty
  | count + 1 => .either (.seq p (atMost p count)) (.terminal .empty)

/-- At least and at most so many repetitions. -/
def times (p : Production) : (least most : Nat) → Production
  | 0, most => p.atMost most
  | _ + 1, 0 => .terminal .nothing
  | least + 1, most + 1 => .seq p (times p least most)

/-- At least so many repetitions. -/
def timesFrom (p : Production) : (least : Nat) → Production
  | 0 => .star p
  | least + 1 => .seq p (timesFrom p least)

/-! ## As grammars -/

/-- A row of symbols, and the rules that were made for it. -/
structure Lowered where
  /-- The symbols. -/
  row : List Symbol
  /-- The rules, each a list of rows. -/
  rules : List (List (List Symbol))

/-- A production as a row; the rules that it needs get the numbers from `next` on, those of the list it stands
in are below `count`. -/
def lowered (count : Nat) : Production → (next : Nat) → Lowered
  | terminal r, _ => ⟨[.terminal r], []⟩
  | call i, _ => ⟨[bif Nat.ble (i + 1) count then .nonterminal i else .terminal .nothing], []⟩
  | seq a b, next =>
    ⟨(lowered count a next).row ++ (lowered count b (next + (lowered count a next).rules.length)).row,
      (lowered count a next).rules ++ (lowered count b (next + (lowered count a next).rules.length)).rules⟩
  | either a b, next =>
    ⟨[.nonterminal next],
      [(lowered count a (next + 1)).row,
        (lowered count b (next + 1 + (lowered count a (next + 1)).rules.length)).row] ::
      ((lowered count a (next + 1)).rules ++
        (lowered count b (next + 1 + (lowered count a (next + 1)).rules.length)).rules)⟩
  | star a, next =>
    ⟨[.nonterminal next],
      [.nonterminal next :: (lowered count a (next + 1)).row, []] :: (lowered count a (next + 1)).rules⟩

/-- The rows of several productions, and the rules that were made for them. -/
structure Rows where
  /-- For each production its row. -/
  heads : List (List Symbol)
  /-- The rules. -/
  rules : List (List (List Symbol))

/-- Several productions as rows. -/
def allLowered (count : Nat) : List Production → (next : Nat) → Rows
  | [], _ => ⟨[], []⟩
  | p :: ps, next =>
    ⟨(lowered count p next).row :: (allLowered count ps (next + (lowered count p next).rules.length)).heads,
      (lowered count p next).rules ++
        (allLowered count ps (next + (lowered count p next).rules.length)).rules⟩

/-- **The grammar of productions**: the rule with the number of each has its texts; behind them stand the
rules of choices and repetitions. -/
def grammar (defs : List Production) : Grammar :=
  ⟨((allLowered defs.length defs defs.length).heads.map fun row => [row]) ++
    (allLowered defs.length defs defs.length).rules⟩

end Production

end DetLM
