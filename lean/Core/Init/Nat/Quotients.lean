/- # Core: how quotients compare; the numbers below a bound

Official names and statements.
-/
prelude

import Init.List.Transform
import Init.Nat.Lemmas

set_option linter.all false
universe u

namespace Nat

theorem div_mul_le_self (m n : Nat) : m / n * n ≤ m := by
  rw [Nat.mul_comm]
  exact Nat.le_trans (le_add_right ..) (le_of_eq (div_add_mod m n))
theorem lt_mul_div_succ (a : Nat) {b : Nat} (hb : 0 < b) : a < b * (a / b + 1) := by
  rw [Nat.mul_add, Nat.mul_one]
  exact Nat.lt_of_le_of_lt (le_of_eq (div_add_mod a b).symm) (Nat.add_lt_add_left (mod_lt a hb) _)
theorem div_lt_iff_lt_mul {k x y : Nat} (Hk : 0 < k) : x / k < y ↔ x < y * k := by
  constructor
  · intro h
    have l := Nat.mul_le_mul_left k (succ_le_of_lt h)
    rw [Nat.mul_comm y]
    exact Nat.lt_of_lt_of_le (lt_mul_div_succ x Hk) l
  · intro h
    exact Nat.lt_of_not_le fun l =>
      Nat.not_le_of_lt h (Nat.le_trans (Nat.mul_le_mul_right k l) (div_mul_le_self x k))
theorem le_div_iff_mul_le {k x y : Nat} (k0 : 0 < k) : x ≤ y / k ↔ x * k ≤ y := by
  constructor
  · exact fun h => Nat.le_of_not_lt fun l => Nat.not_le_of_lt ((div_lt_iff_lt_mul k0).mpr l) h
  · exact fun h => Nat.le_of_not_lt fun l => Nat.not_le_of_lt ((div_lt_iff_lt_mul k0).mp l) h

end Nat

namespace List

private theorem mem_range_loop {m n : Nat} {acc : List Nat} : m ∈ range.loop n acc ↔ m < n ∨ m ∈ acc := by
  induction n generalizing acc with
  | zero => exact ⟨Or.inr, fun h => h.elim (fun h => absurd h (Nat.not_lt_zero m)) id⟩
  | succ n ih =>
    refine ih.trans ⟨fun h => ?_, fun h => ?_⟩
    · cases h with
      | inl h => exact .inl (.step h)
      | inr h => exact (mem_cons.mp h).elim (fun e => .inl (e ▸ .refl)) .inr
    · cases h with
      | inl h => exact (Nat.lt_succ_iff_lt_or_eq.mp h).imp id fun e => mem_cons.mpr (.inl e)
      | inr h => exact .inr (mem_cons.mpr (.inr h))
private theorem length_range_loop {n : Nat} {acc : List Nat} : (range.loop n acc).length = n + acc.length := by
  induction n generalizing acc with
  | zero => exact (Nat.zero_add _).symm
  | succ n ih => exact ih.trans (by rw [length_cons, Nat.succ_add]; rfl)
@[simp] theorem mem_range {m n : Nat} : m ∈ range n ↔ m < n :=
  mem_range_loop.trans ⟨fun h => h.elim id (fun h => nomatch h), .inl⟩
@[simp] theorem length_range {n : Nat} : (range n).length = n := length_range_loop

end List
