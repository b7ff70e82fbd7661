/-! Declarations of every kind, to be elaborated in one process and checked in another. -/
namespace T
inductive Tree (α : Type) | leaf | node (l : Tree α) (v : α) (r : Tree α)
inductive Rose | mk (kids : List Rose)
mutual
inductive Ev : Nat → Prop | zero : Ev 0 | succ : Od n → Ev (n+1)
inductive Od : Nat → Prop | succ : Ev n → Od (n+1)
end
structure Pt where
  x : Nat
  y : Nat
  h : x ≤ y
deriving DecidableEq
class Sz (α : Type u) where
  sz : α → Nat
noncomputable instance : Sz (Tree α) where
  sz := Tree.rec 0 (fun _ _ _ a b => a + b + 1)
def count : Tree α → Nat | .leaf => 0 | .node l _ r => count l + 1 + count r
def gcd' (a b : Nat) : Nat := if h : b = 0 then a else gcd' b (a % b)
termination_by b
decreasing_by exact Nat.mod_lt _ (Nat.pos_of_ne_zero h)
theorem om (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega
theorem om2 (a b : Int) (h : a < b) : a + 1 ≤ b := by omega
opaque hidden : Nat := 5
def str : String := "héllo"
def big : Nat := 123456789012345678901234567890
def p : Pt := ⟨1, 2, by decide⟩
theorem px : p.x = 1 := rfl
theorem eta (q : Pt) : q = ⟨q.x, q.y, q.h⟩ := rfl
abbrev Short := Tree Nat
def lt' := let a := 5; a + a
theorem ev4 : Ev 4 := .succ (.succ (.succ (.succ .zero)))
theorem uni.{u, v} (α : Type u) (β : Type v) (x : α × β) : x = (x.1, x.2) := rfl
theorem all : (count (.leaf : Short) = 0) ∧ Ev 4 ∧ gcd' 0 0 = gcd' 0 0 ∧ hidden = hidden ∧ str = str ∧ big = big ∧ lt' = 10 := ⟨rfl, ev4, rfl, rfl, rfl, rfl, rfl⟩
end T
