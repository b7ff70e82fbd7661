/- # Core: extensionality, pairs, laws of operations

The tactic `ext`, whose syntax is the one parser that the elaborator names itself; what is true of pairs; the classes that say that an
operation is associative and the like.
-/
prelude

import Init.Omega.Recursion

set_option linter.all false
universe u v w

/-! ## `ext` -/

namespace Lean.Elab.Tactic.Ext

syntax (name := ext) "ext" (colGt ppSpace rintroPat)* (" : " num)? : tactic

end Lean.Elab.Tactic.Ext

attribute [ext] Prod PProd Sigma PSigma
attribute [ext] funext propext
attribute [ext] Subtype

/-! ## Pairs -/

namespace Prod

variable {α : Type u} {β : Type v} {γ : Type w}

protected def swap : α × β → β × α := fun p => (p.2, p.1)
@[simp] theorem swap_swap : ∀ x : α × β, x.swap.swap = x
  | ⟨_, _⟩ => rfl
@[simp] theorem fst_swap {p : α × β} : p.swap.1 = p.2 := rfl
@[simp] theorem snd_swap {p : α × β} : p.swap.2 = p.1 := rfl
@[simp] theorem swap_prod_mk {a : α} {b : β} : (a, b).swap = (b, a) := rfl

protected def map {α₁ : Type u} {α₂ : Type v} {β₁ : Type w} {β₂ : Type _} (f : α₁ → α₂) (g : β₁ → β₂) : α₁ × β₁ → α₂ × β₂
  | (a, b) => (f a, g b)

@[simp] protected theorem «forall» {p : α × β → Prop} : (∀ x, p x) ↔ ∀ a b, p (a, b) := ⟨fun h a b => h (a, b), fun h ⟨a, b⟩ => h a b⟩
@[simp] protected theorem «exists» {p : α × β → Prop} : (∃ x, p x) ↔ ∃ a b, p (a, b) :=
  ⟨fun ⟨⟨a, b⟩, h⟩ => ⟨a, b, h⟩, fun ⟨a, b, h⟩ => ⟨(a, b), h⟩⟩
@[simp] theorem map_apply {f : α → β} {g : γ → δ} {x} {y} : Prod.map f g (x, y) = (f x, g y) := rfl
@[simp] theorem map_fst {f : α → β} {g : γ → δ} {x} : (Prod.map f g x).1 = f x.1 := rfl
@[simp] theorem map_snd {f : α → β} {g : γ → δ} {x} : (Prod.map f g x).2 = g x.2 := rfl

end Prod

@[inline] def flip {α : Sort u} {β : Sort v} {φ : Sort w} (f : α → β → φ) : β → α → φ := fun b a => f a b

/-- A mark for the kernel: reduce this argument at once. Native proofs by evaluation use it. -/
def eagerReduce {α : Sort u} (a : α) : α := a

/-! ## Laws -/

namespace Std

class Associative {α : Sort u} (op : α → α → α) : Prop where
  assoc : (a b c : α) → op (op a b) c = op a (op b c)
class Commutative {α : Sort u} (op : α → α → α) : Prop where
  comm : (a b : α) → op a b = op b a
class IdempotentOp {α : Sort u} (op : α → α → α) : Prop where
  idempotent : (x : α) → op x x = x
class LeftIdentity {α : Sort u} {β : Sort v} (op : α → β → β) (o : outParam α) : Prop
class LawfulLeftIdentity {α : Sort u} {β : Sort v} (op : α → β → β) (o : outParam α) : Prop extends LeftIdentity op o where
  left_id : ∀ a, op o a = a
class RightIdentity {α : Sort u} {β : Sort v} (op : α → β → α) (o : outParam β) : Prop
class LawfulRightIdentity {α : Sort u} {β : Sort v} (op : α → β → α) (o : outParam β) : Prop extends RightIdentity op o where
  right_id : ∀ a, op a o = a
class Identity {α : Sort u} (op : α → α → α) (o : outParam α) : Prop extends LeftIdentity op o, RightIdentity op o
class LawfulIdentity {α : Sort u} (op : α → α → α) (o : outParam α) : Prop
    extends Identity op o, LawfulLeftIdentity op o, LawfulRightIdentity op o

end Std

instance Nat.instAssociativeHAdd : Std.Associative (α := Nat) (· + ·) := ⟨Nat.add_assoc⟩
instance Nat.instCommutativeHAdd : Std.Commutative (α := Nat) (· + ·) := ⟨Nat.add_comm⟩
instance Nat.instAssociativeHMul : Std.Associative (α := Nat) (· * ·) := ⟨Nat.mul_assoc⟩
instance Nat.instCommutativeHMul : Std.Commutative (α := Nat) (· * ·) := ⟨Nat.mul_comm⟩
instance : Std.LawfulIdentity (α := Nat) (· + ·) 0 where
  left_id := Nat.zero_add
  right_id := Nat.add_zero
instance : Std.LawfulIdentity (α := Nat) (· * ·) 1 where
  left_id := Nat.one_mul
  right_id := Nat.mul_one
instance : Std.Associative (α := Int) (· + ·) := ⟨Int.add_assoc⟩
instance : Std.Commutative (α := Int) (· + ·) := ⟨Int.add_comm⟩
instance : Std.LawfulIdentity (α := Int) (· + ·) 0 where
  left_id := Int.zero_add
  right_id := Int.add_zero
instance : Std.Associative (α := List α) (· ++ ·) := ⟨List.append_assoc⟩
instance : Std.LawfulIdentity (α := List α) (· ++ ·) [] where
  left_id := List.nil_append
  right_id := List.append_nil

/-! ## Functions -/

namespace Function

def Injective {α : Sort u} {β : Sort v} (f : α → β) : Prop := ∀ ⦃a₁ a₂⦄, f a₁ = f a₂ → a₁ = a₂

end Function
