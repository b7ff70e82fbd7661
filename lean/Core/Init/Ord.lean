/- # Core: comparison

`Ordering`, the class `Ord`, what `deriving Ord` compiles to; lists and strings in dictionary order.
-/
prelude

import Init.Show.Loops

set_option linter.all false
universe u v

inductive Ordering where
  | lt
  | eq
  | gt
  deriving Inhabited, DecidableEq, Repr

namespace Ordering

@[inline] def swap : Ordering → Ordering
  | .lt => .gt
  | .eq => .eq
  | .gt => .lt

@[macro_inline] def «then» (a b : Ordering) : Ordering :=
  match a with
  | .eq => b
  | a => a

@[inline] def isEq : Ordering → Bool
  | eq => true
  | _ => false
@[inline] def isNe : Ordering → Bool
  | eq => false
  | _ => true
@[inline] def isLE : Ordering → Bool
  | gt => false
  | _ => true
@[inline] def isLT : Ordering → Bool
  | lt => true
  | _ => false
@[inline] def isGT : Ordering → Bool
  | gt => true
  | _ => false
@[inline] def isGE : Ordering → Bool
  | lt => false
  | _ => true

@[simp] theorem swap_lt : lt.swap = .gt := rfl
@[simp] theorem swap_eq : eq.swap = .eq := rfl
@[simp] theorem swap_gt : gt.swap = .lt := rfl
@[simp] theorem swap_swap : ∀ {o : Ordering}, o.swap.swap = o
  | lt | eq | gt => rfl
@[simp] theorem lt_then {o : Ordering} : lt.then o = lt := rfl
@[simp] theorem gt_then {o : Ordering} : gt.then o = gt := rfl
@[simp] theorem eq_then {o : Ordering} : eq.then o = o := rfl
@[simp] theorem then_eq : ∀ {o : Ordering}, o.then eq = o
  | lt | eq | gt => rfl
@[simp] theorem isLT_iff_eq_lt {o : Ordering} : o.isLT ↔ o = .lt := by cases o <;> decide
@[simp] theorem isGT_iff_eq_gt {o : Ordering} : o.isGT ↔ o = .gt := by cases o <;> decide
@[simp] theorem isEq_iff_eq_eq {o : Ordering} : o.isEq ↔ o = .eq := by cases o <;> decide
theorem isLE_iff_ne_gt {o : Ordering} : o.isLE ↔ ¬o = .gt := by cases o <;> decide
theorem isGE_iff_ne_lt {o : Ordering} : o.isGE ↔ ¬o = .lt := by cases o <;> decide

end Ordering

/-! ## Comparing -/

@[inline] def compareOfLessAndEq {α} (x y : α) [LT α] [Decidable (x < y)] [DecidableEq α] : Ordering :=
  if x < y then Ordering.lt else if x = y then Ordering.eq else Ordering.gt

@[inline] def compareOfLessAndBEq {α} (x y : α) [LT α] [Decidable (x < y)] [BEq α] : Ordering :=
  if x < y then .lt else if x == y then .eq else .gt

@[inline] def compareLex (cmp₁ cmp₂ : α → β → Ordering) (a : α) (b : β) : Ordering := (cmp₁ a b).then (cmp₂ a b)

class Ord (α : Type u) where
  compare : α → α → Ordering
export Ord (compare)

@[inline] def compareOn [ord : Ord β] (f : α → β) (x y : α) : Ordering := compare (f x) (f y)

instance instOrdNat : Ord Nat where compare x y := compareOfLessAndEq x y
instance instOrdInt : Ord Int where compare x y := compareOfLessAndEq x y
instance instOrdBool : Ord Bool where
  compare
    | false, true => .lt
    | true, false => .gt
    | _, _ => .eq
instance instOrdFin (n : Nat) : Ord (Fin n) where compare x y := compare x.val y.val
instance instOrdChar : Ord Char where compare x y := compareOfLessAndEq x y
instance instOrdOption [Ord α] : Ord (Option α) where
  compare
    | none, none => .eq
    | none, some _ => .lt
    | some _, none => .gt
    | some x, some y => compare x y
instance instOrdOrdering : Ord Ordering where compare := compareOn (·.ctorIdx)

@[specialize] protected def List.compareLex {α} (cmp : α → α → Ordering) : List α → List α → Ordering
  | [], [] => .eq
  | [], _ => .lt
  | _, [] => .gt
  | x :: xs, y :: ys =>
    match cmp x y with
    | .lt => .lt
    | .eq => xs.compareLex cmp ys
    | .gt => .gt
instance List.instOrd {α} [Ord α] : Ord (List α) where compare := List.compareLex compare

@[instance_reducible] def lexOrd [Ord α] [Ord β] : Ord (α × β) where compare := compareLex (compareOn (·.1)) (compareOn (·.2))
@[instance_reducible] def beqOfOrd [Ord α] : BEq α where beq a b := (compare a b).isEq
@[instance_reducible] def ltOfOrd [Ord α] : LT α where lt a b := compare a b = Ordering.lt
@[instance_reducible] def leOfOrd [Ord α] : LE α where le a b := (compare a b).isLE
instance [Ord α] : DecidableRel (@LT.lt α ltOfOrd) := fun a b => inferInstanceAs (Decidable (compare a b = Ordering.lt))
instance [Ord α] : DecidableRel (@LE.le α leOfOrd) := fun a b => inferInstanceAs (Decidable ((compare a b).isLE = true))

namespace Nat

variable {a b : Nat}

@[simp] theorem compare_eq_lt : compare a b = .lt ↔ a < b := by
  show compareOfLessAndEq a b = .lt ↔ _
  unfold compareOfLessAndEq; split
  · exact iff_of_true rfl ‹_›
  · split <;> exact iff_of_false nofun ‹¬a < b›
theorem compare_eq_eq : compare a b = .eq ↔ a = b := by
  show compareOfLessAndEq a b = .eq ↔ _
  unfold compareOfLessAndEq; split
  · exact iff_of_false nofun (Nat.ne_of_lt ‹_›)
  · split
    · exact iff_of_true rfl ‹_›
    · exact iff_of_false nofun ‹_›
theorem compare_eq_gt : compare a b = .gt ↔ b < a := by
  show compareOfLessAndEq a b = .gt ↔ _
  unfold compareOfLessAndEq; split
  · exact iff_of_false nofun (Nat.lt_asymm ‹_›)
  · split
    · exact iff_of_false nofun (‹a = b› ▸ Nat.lt_irrefl a)
    · exact iff_of_true rfl (Nat.lt_of_le_of_ne (Nat.le_of_not_lt ‹_›) (Ne.symm ‹_›))

end Nat

/-! ## Dictionary order -/

namespace List

inductive Lex (r : α → α → Prop) : (as bs : List α) → Prop where
  | nil {a l} : Lex r [] (a :: l)
  | rel {a₁ l₁ a₂ l₂} (h : r a₁ a₂) : Lex r (a₁ :: l₁) (a₂ :: l₂)
  | cons {a l₁ l₂} (h : Lex r l₁ l₂) : Lex r (a :: l₁) (a :: l₂)

protected abbrev lt [LT α] : List α → List α → Prop := Lex (· < ·)
instance instLT [LT α] : LT (List α) := ⟨List.lt⟩
instance decidableLex [DecidableEq α] (r : α → α → Prop) [h : DecidableRel r] : (l₁ l₂ : List α) → Decidable (Lex r l₁ l₂)
  | [], [] => isFalse nofun
  | [], _ :: _ => isTrue .nil
  | _ :: _, [] => isFalse nofun
  | a :: as, b :: bs =>
    match h a b with
    | isTrue h => isTrue (.rel h)
    | isFalse h₁ =>
      if h₂ : a = b then
        match decidableLex r as bs with
        | isTrue h => isTrue (h₂ ▸ .cons h)
        | isFalse h₃ => isFalse fun
          | .rel h => h₁ h
          | .cons h => h₃ h
      else isFalse fun
        | .rel h => h₁ h
        | .cons _ => h₂ rfl
instance decidableLT [DecidableEq α] [LT α] [DecidableLT α] (l₁ l₂ : List α) : Decidable (l₁ < l₂) := decidableLex (· < ·) l₁ l₂
@[reducible] protected def le [LT α] (as bs : List α) : Prop := ¬bs < as
instance instLE [LT α] : LE (List α) := ⟨List.le⟩
instance decidableLE [DecidableEq α] [LT α] [DecidableLT α] (l₁ l₂ : List α) : Decidable (l₁ ≤ l₂) :=
  inferInstanceAs (Decidable (¬l₂ < l₁))

end List

instance : LT String := ⟨fun s₁ s₂ => s₁.toList < s₂.toList⟩
instance String.decidableLT (s₁ s₂ : String) : Decidable (s₁ < s₂) := List.decidableLT s₁.toList s₂.toList
protected def String.le (a b : String) : Prop := ¬b < a
instance : LE String := ⟨String.le⟩
instance String.decLE (s₁ s₂ : String) : Decidable (s₁ ≤ s₂) := inferInstanceAs (Decidable (¬s₂ < s₁))
instance instOrdString : Ord String where compare x y := compareOfLessAndEq x y
