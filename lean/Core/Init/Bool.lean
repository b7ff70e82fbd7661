/- # Core: Booleans, `decide`, lawful equality

How `&&`, `||`, `!`, `==`, `!=` and `decide` become propositions.
-/
prelude

import Init.Simp

set_option linter.all false
universe u

@[inline] def bne {α : Type u} [BEq α] (a b : α) : Bool := !(a == b)

@[macro_inline] def Bool.xor : Bool → Bool → Bool := bne
export Bool (xor)

@[inline] def Bool.toNat (b : Bool) : Nat := cond b 1 0

namespace Bool

@[simp] theorem false_eq_true : (false = true) = False := eq_false (fun h => nomatch h)
@[simp] theorem true_eq_false : (true = false) = False := eq_false (fun h => nomatch h)
theorem false_ne_true : false ≠ true := fun h => nomatch h
theorem true_ne_false : true ≠ false := fun h => nomatch h
@[simp] theorem not_eq_true (b : Bool) : (¬(b = true)) = (b = false) := by cases b <;> simp
@[simp] theorem not_eq_false (b : Bool) : (¬(b = false)) = (b = true) := by cases b <;> simp
theorem eq_false_iff {b : Bool} : b = false ↔ b ≠ true := by cases b <;> simp
theorem eq_true_iff {b : Bool} : b = true ↔ b ≠ false := by cases b <;> simp
theorem ne_true_iff {b : Bool} : b ≠ true ↔ b = false := by cases b <;> simp
theorem eq_iff_iff {a b : Bool} : a = b ↔ (a ↔ b) := by cases a <;> cases b <;> simp
theorem dichotomy (b : Bool) : b = false ∨ b = true := by cases b <;> simp

@[simp] theorem and_eq_true (a b : Bool) : ((a && b) = true) = (a = true ∧ b = true) := by cases a <;> simp [and]
theorem and_eq_true_iff {a b : Bool} : (a && b) = true ↔ a = true ∧ b = true := by simp
@[simp] theorem and_eq_false_imp {a b : Bool} : (a && b) = false ↔ (a = true → b = false) := by cases a <;> simp [and]
theorem and_eq_false {a b : Bool} : ((a && b) = false) = (a = false ∨ b = false) := by cases a <;> simp [and]
@[simp] theorem or_eq_true (a b : Bool) : ((a || b) = true) = (a = true ∨ b = true) := by cases a <;> simp [or]
theorem or_eq_true_iff {a b : Bool} : (a || b) = true ↔ a = true ∨ b = true := by simp
@[simp] theorem or_eq_false_iff {a b : Bool} : (a || b) = false ↔ a = false ∧ b = false := by cases a <;> simp [or]
@[simp] theorem not_eq_true' (b : Bool) : ((!b) = true) = (b = false) := by cases b <;> simp [not]
@[simp] theorem not_eq_false' (b : Bool) : ((!b) = false) = (b = true) := by cases b <;> simp [not]
@[simp] theorem not_not (b : Bool) : (!!b) = b := by cases b <;> rfl
@[simp] theorem not_true : (!true) = false := rfl
@[simp] theorem not_false : (!false) = true := rfl
@[simp] theorem true_and (b : Bool) : (true && b) = b := rfl
@[simp] theorem false_and (b : Bool) : (false && b) = false := rfl
@[simp] theorem and_true (b : Bool) : (b && true) = b := by cases b <;> rfl
@[simp] theorem and_false (b : Bool) : (b && false) = false := by cases b <;> rfl
@[simp] theorem true_or (b : Bool) : (true || b) = true := rfl
@[simp] theorem false_or (b : Bool) : (false || b) = b := rfl
@[simp] theorem or_true (b : Bool) : (b || true) = true := by cases b <;> rfl
@[simp] theorem or_false (b : Bool) : (b || false) = b := by cases b <;> rfl
@[simp] theorem and_self (b : Bool) : (b && b) = b := by cases b <;> rfl
@[simp] theorem or_self (b : Bool) : (b || b) = b := by cases b <;> rfl
@[simp] theorem and_not_self (b : Bool) : (b && !b) = false := by cases b <;> rfl
@[simp] theorem not_and_self (b : Bool) : (!b && b) = false := by cases b <;> rfl
@[simp] theorem or_not_self (b : Bool) : (b || !b) = true := by cases b <;> rfl
@[simp] theorem not_or_self (b : Bool) : (!b || b) = true := by cases b <;> rfl
@[simp] theorem not_and (a b : Bool) : (!(a && b)) = (!a || !b) := by cases a <;> rfl
@[simp] theorem not_or (a b : Bool) : (!(a || b)) = (!a && !b) := by cases a <;> rfl
theorem and_comm (a b : Bool) : (a && b) = (b && a) := by cases a <;> cases b <;> rfl
theorem or_comm (a b : Bool) : (a || b) = (b || a) := by cases a <;> cases b <;> rfl
theorem and_assoc (a b c : Bool) : ((a && b) && c) = (a && (b && c)) := by cases a <;> rfl
theorem or_assoc (a b c : Bool) : ((a || b) || c) = (a || (b || c)) := by cases a <;> rfl
theorem and_left_comm (a b c : Bool) : (a && (b && c)) = (b && (a && c)) := by cases a <;> cases b <;> rfl
theorem or_left_comm (a b c : Bool) : (a || (b || c)) = (b || (a || c)) := by cases a <;> cases b <;> rfl
theorem and_or_distrib_left (a b c : Bool) : (a && (b || c)) = (a && b || a && c) := by cases a <;> rfl
theorem and_or_distrib_right (a b c : Bool) : ((a || b) && c) = (a && c || b && c) := by cases a <;> cases b <;> cases c <;> rfl
theorem or_and_distrib_left (a b c : Bool) : (a || b && c) = ((a || b) && (a || c)) := by cases a <;> rfl
@[simp] theorem decide_eq_true {b : Bool} : decide (b = true) = b := by cases b <;> rfl
@[simp] theorem decide_eq_false {b : Bool} : decide (b = false) = !b := by cases b <;> rfl
@[simp] theorem beq_true (b : Bool) : (b == true) = b := by cases b <;> rfl
@[simp] theorem beq_false (b : Bool) : (b == false) = !b := by cases b <;> rfl
@[simp] theorem true_beq (b : Bool) : (true == b) = b := by cases b <;> rfl
@[simp] theorem false_beq (b : Bool) : (false == b) = !b := by cases b <;> rfl
@[simp] theorem cond_eq_ite {α : Sort u} (b : Bool) (x y : α) : cond b x y = if b then x else y := by cases b <;> rfl
@[simp] theorem toNat_true : true.toNat = 1 := rfl
@[simp] theorem toNat_false : false.toNat = 0 := rfl
@[simp] theorem xor_self (b : Bool) : xor b b = false := by cases b <;> rfl
@[simp] theorem xor_false (b : Bool) : xor b false = b := by cases b <;> rfl
@[simp] theorem false_xor (b : Bool) : xor false b = b := by cases b <;> rfl

end Bool

theorem Bool.beq_eq_decide_eq {α : Type u} [DecidableEq α] (a b : α) : (a == b) = decide (a = b) := rfl

@[simp] theorem decide_eq_true_eq {p : Prop} [Decidable p] : (decide p = true) = p :=
  propext ⟨of_decide_eq_true, decide_eq_true⟩
@[simp] theorem decide_eq_false_iff_not {p : Prop} [Decidable p] : decide p = false ↔ ¬p :=
  ⟨of_decide_eq_false, decide_eq_false⟩
theorem decide_eq_true_iff {p : Prop} [Decidable p] : decide p = true ↔ p := ⟨of_decide_eq_true, decide_eq_true⟩
@[simp] theorem decide_not {p : Prop} [g : Decidable p] [h : Decidable (¬p)] : (decide (¬p)) = !(decide p) := by
  cases g with
  | isTrue hp => exact decide_eq_false (not_not_intro hp)
  | isFalse n => exact decide_eq_true n
@[simp] theorem not_decide_eq_true {p : Prop} [h : Decidable p] : ((!decide p) = true) = ¬p := by
  cases h <;> simp [decide, *]
@[simp] theorem decide_true : ∀ [h : Decidable True], decide True = true
  | isTrue _ => rfl
  | isFalse n => absurd trivial n
@[simp] theorem decide_false : ∀ [h : Decidable False], decide False = false
  | isFalse _ => rfl
@[simp] theorem decide_and (p q : Prop) [Decidable p] [Decidable q] [Decidable (p ∧ q)] : decide (p ∧ q) = (decide p && decide q) :=
  Bool.eq_iff_iff.mpr (by simp)
@[simp] theorem decide_or (p q : Prop) [Decidable p] [Decidable q] [Decidable (p ∨ q)] : decide (p ∨ q) = (decide p || decide q) :=
  Bool.eq_iff_iff.mpr (by simp)
theorem decide_eq_decide {p q : Prop} [Decidable p] [Decidable q] : decide p = decide q ↔ (p ↔ q) := by
  rw [Bool.eq_iff_iff]; simp
@[simp] theorem ite_eq_true_distrib (c : Prop) [h : Decidable c] (a b : Bool) :
    ((if c then a else b) = true) = (if c then a = true else b = true) := by cases h <;> rfl
theorem decide_congr {p q : Prop} [Decidable p] [Decidable q] (h : p ↔ q) : decide p = decide q := decide_eq_decide.mpr h
theorem Bool.or_eq_true_of_left {a b : Bool} (h : a = true) : (a || b) = true := by simp [h]

/-! ## Lawful `==` -/

class ReflBEq (α : Type u) [BEq α] : Prop where
  protected rfl : ∀ {a : α}, a == a

class LawfulBEq (α : Type u) [BEq α] : Prop extends ReflBEq α where
  eq_of_beq : {a b : α} → a == b → a = b

export LawfulBEq (eq_of_beq)

instance (priority := low) instLawfulBEqOfDecidableEq [DecidableEq α] : LawfulBEq α where
  eq_of_beq := of_decide_eq_true
  rfl := decide_eq_true rfl

@[simp] theorem beq_self_eq_true [BEq α] [ReflBEq α] (a : α) : (a == a) = true := ReflBEq.rfl
theorem beq_self_eq_true' [DecidableEq α] (a : α) : (a == a) = true := decide_eq_true rfl
@[simp] theorem BEq.rfl [BEq α] [ReflBEq α] {a : α} : a == a := ReflBEq.rfl
theorem BEq.refl [BEq α] [ReflBEq α] (a : α) : a == a := ReflBEq.rfl
@[simp] theorem beq_iff_eq [BEq α] [LawfulBEq α] {a b : α} : a == b ↔ a = b :=
  ⟨eq_of_beq, fun h => h ▸ ReflBEq.rfl⟩
@[simp] theorem beq_eq_false_iff_ne [BEq α] [LawfulBEq α] {a b : α} : (a == b) = false ↔ a ≠ b := by
  rw [← Bool.not_eq_true, beq_iff_eq]
theorem ne_of_beq_false [BEq α] [LawfulBEq α] {a b : α} (h : (a == b) = false) : a ≠ b := beq_eq_false_iff_ne.mp h
theorem beq_false_of_ne [BEq α] [LawfulBEq α] {a b : α} (h : a ≠ b) : (a == b) = false := beq_eq_false_iff_ne.mpr h
theorem beq_of_eq [BEq α] [ReflBEq α] {a b : α} (h : a = b) : a == b := h ▸ ReflBEq.rfl
theorem not_eq_of_beq_eq_false [BEq α] [ReflBEq α] {a b : α} (h : (a == b) = false) : ¬a = b := fun e => by
  subst e; rw [beq_self_eq_true] at h; exact nomatch h
@[simp] theorem bne_self_eq_false [BEq α] [LawfulBEq α] (a : α) : (a != a) = false := by simp [bne]
@[simp] theorem bne_iff_ne [BEq α] [LawfulBEq α] {a b : α} : a != b ↔ a ≠ b := by simp [bne]
@[simp] theorem bne_eq_false_iff_eq [BEq α] [LawfulBEq α] {a b : α} : (a != b) = false ↔ a = b := by simp [bne]
@[simp] theorem not_bne [BEq α] (a b : α) : (!(a != b)) = (a == b) := by simp [bne]
@[simp] theorem not_beq [BEq α] (a b : α) : (!(a == b)) = (a != b) := rfl
theorem beq_comm [BEq α] [LawfulBEq α] {a b : α} : (a == b) = (b == a) :=
  Bool.eq_iff_iff.mpr ⟨fun h => beq_of_eq (eq_of_beq h).symm, fun h => beq_of_eq (eq_of_beq h).symm⟩
theorem Bool.beq_eq {a b : Bool} : (a == b) = decide (a = b) := rfl

instance : LawfulBEq Bool := inferInstance
