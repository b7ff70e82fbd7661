/-! `Repr`, `deriving Repr`, `ToString` and `#eval`: what is printed stands behind each command, and a test compares the two. -/

#eval 1 + 1 -- 2
#eval (2 - 5 : Int) -- -3
#eval [1, 2, 3].map (· * 2) -- [2, 4, 6]
#eval "a\n\"b\"" -- "a\n\"b\""
#eval 'x' -- 'x'
#eval true && false -- false
#eval some (-1 : Int) -- some (-1)
#eval (none : Option Nat) -- none
#eval (1, "two", [3]) -- (1, "two", [3])
#eval ([] : List Nat) -- []
#eval () -- ()
#eval 2 ^ 100 -- 1267650600228229401496703205376
#eval decide (3 < 5) -- true
#eval 3 ∈ [1, 2, 3] -- true
#eval (5 : Fin 7) + 4 -- 2
#eval #[1, 2] -- #[1, 2]
#eval s!"{1 + 1} and {[true]} and {(-3 : Int)}" -- "2 and [true] and -3"
#eval toString (some 3) -- "(some 3)"
#eval (Except.ok 3 : Except String Nat) -- Except.ok 3

example : Nat.repr 12 = "12" ∧ toString (-5 : Int) = "-5" ∧ s!"{1}{true}" = "1true" := by decide

structure Point where
  x : Nat
  y : Int := -3
  deriving Repr

#eval ({ x := 1 } : Point) -- { x := 1, y := -3 }

inductive Color | red | green
  deriving Repr

#eval Color.red -- Color.red
#eval [Color.red, .green] -- [Color.red, Color.green]

inductive Tree (α : Type) where
  | leaf
  | node (l : Tree α) (value : α) (r : Tree α)
  deriving Repr

#eval Tree.node .leaf (some 1) .leaf -- Tree.node (Tree.leaf) (some 1) (Tree.leaf)

mutual
inductive Sentence where
  | stop
  | word (w : Word)
inductive Word where
  | more (text : String) (s : Sentence)
end
deriving instance Repr for Sentence, Word

#eval Sentence.word (.more "hello" .stop) -- Sentence.word (Word.more "hello" (Sentence.stop))

/-- Structural recursion, well-founded recursion and `partial`. -/
def fib : Nat → Nat
  | 0 => 0
  | 1 => 1
  | n + 2 => fib n + fib (n + 1)

def gcd' (m n : Nat) : Nat := if _h : n = 0 then m else gcd' n (m % n)
termination_by n
decreasing_by exact Nat.mod_lt m (Nat.pos_of_ne_zero ‹_›)

partial def collatz (n steps : Nat) : Nat :=
  if n = 1 then steps else collatz (if n % 2 = 0 then n / 2 else 3 * n + 1) (steps + 1)

#eval fib 20 -- 6765
#eval gcd' 123456 7890 -- 6
#eval collatz 27 0 -- 111

/-- An instance of one's own. -/
structure Amount where
  cents : Nat

instance : Repr Amount where
  reprPrec a _ := s!"{a.cents / 100}.{a.cents % 100}"

#eval [(⟨1999⟩ : Amount), ⟨250⟩] -- [19.99, 2.50]

structure Unprepared where
  a : Nat

#eval (⟨3⟩ : Unprepared) -- { a := 3 }

/-! ## Actions and loops -/

#eval IO.println "hello" -- hello
#eval (pure 3 : IO Nat) -- 3

def report (xs : List Nat) : IO Unit := do
  let mut sum := 0
  for x in xs do
    if x = 0 then continue
    sum := sum + x
  if sum > 5 then IO.println s!"{sum} of {xs}"
  try throw (IO.userError "never seen") catch _ => pure ()

#eval report [1, 0, 5] -- 6 of [1, 0, 5]

def firstAbove (bound : Nat) (xs : List Nat) : Option Nat := Id.run do
  for x in xs do
    if x > bound then return some x
  return none

#eval firstAbove 3 [1, 4, 9] -- some 4
example : firstAbove 3 [1, 2] = none := by decide

def quotient (a b : Int) : Except String Int := do
  if b = 0 then throw "division by zero"
  return a / b

#eval quotient 7 0 -- Except.error "division by zero"
#eval quotient (-7) 2 -- Except.ok (-4)
