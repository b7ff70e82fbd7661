/- # Core: what characterises division, and rules for `simp`'s arithmetic

`div_add_mod` and `mod_lt` determine quotient and remainder, so that the definitions by fuel are the usual functions. The
`Nat.Simproc` section holds the facts that `simp`'s arithmetic procedures cite by name.
-/
prelude

import Init.Nat.Division

set_option linter.all false

namespace Nat

/-! ## Division -/

theorem divFuel_modFuel (y : Nat) : ∀ fuel x : Nat, x ≤ fuel → y * divFuel fuel x y + modFuel fuel x y = x
  | 0, x, h => Nat.zero_add _
  | fuel + 1, x, h => by
    show y * (if 0 < y ∧ y ≤ x then divFuel fuel (x - y) y + 1 else 0) + (if 0 < y ∧ y ≤ x then modFuel fuel (x - y) y else x) = x
    split
    · next hy =>
      have le : x - y ≤ fuel := le_of_lt_succ (Nat.lt_of_lt_of_le (Nat.sub_lt (Nat.lt_of_lt_of_le hy.1 hy.2) hy.1) h)
      rw [mul_add_one, Nat.add_right_comm, divFuel_modFuel y fuel (x - y) le, Nat.sub_add_cancel hy.2]
    · exact Nat.zero_add x

theorem modFuel_lt {y : Nat} (hy : 0 < y) : ∀ fuel x : Nat, x ≤ fuel → modFuel fuel x y < y
  | 0, x, h => by rw [Nat.le_zero.mp h]; exact hy
  | fuel + 1, x, h => by
    show (if 0 < y ∧ y ≤ x then modFuel fuel (x - y) y else x) < y
    split
    · next hy =>
      exact modFuel_lt hy.1 fuel (x - y) (le_of_lt_succ (Nat.lt_of_lt_of_le (Nat.sub_lt (Nat.lt_of_lt_of_le hy.1 hy.2) hy.1) h))
    · next n => exact Nat.lt_of_not_le fun le => n ⟨hy, le⟩

theorem div_add_mod (m k : Nat) : k * (m / k) + m % k = m := divFuel_modFuel k m m .refl
theorem mod_add_div (m k : Nat) : m % k + k * (m / k) = m := (Nat.add_comm ..).trans (div_add_mod m k)
theorem mod_lt (x : Nat) {y : Nat} (h : y > 0) : x % y < y := modFuel_lt h x x .refl
theorem div_mod_unique {n k q r : Nat} (hr : r < k) (h : k * q + r = n) : n / k = q ∧ n % k = r := by
  have hk : 0 < k := Nat.pos_of_lt hr
  have key : ∀ {q q' r r' : Nat}, r' < k → k * q + r = k * q' + r' → ¬q < q' → q ≤ q' → q = q' := fun _ _ n l =>
    Nat.le_antisymm l (Nat.le_of_not_lt n)
  have lt_of : ∀ {q q' r r' : Nat}, r < k → k * q + r = k * q' + r' → ¬q < q' := fun {q q' r r'} hr e l =>
    absurd e (ne_of_lt (Nat.lt_of_lt_of_le (Nat.add_lt_add_left hr (k * q))
      (Nat.le_trans (Nat.mul_le_mul_left k l) (le_add_right ..))))
  have e := h.trans (div_add_mod n k).symm
  have hq : n / k = q := Nat.le_antisymm (Nat.le_of_not_lt (lt_of hr e)) (Nat.le_of_not_lt (lt_of (mod_lt n hk) e.symm))
  exact ⟨hq, by rw [hq] at e; exact (Nat.add_left_cancel e).symm⟩
@[simp] theorem mod_zero (a : Nat) : a % 0 = a := by have h := div_add_mod a 0; rw [Nat.zero_mul, Nat.zero_add] at h; exact h
@[simp] protected theorem div_zero (b : Nat) : b / 0 = 0 := by
  cases b with
  | zero => rfl
  | succ b =>
    show (if 0 < 0 ∧ 0 ≤ b + 1 then divFuel b (b + 1 - 0) 0 + 1 else 0) = 0
    exact if_neg fun h => Nat.lt_irrefl 0 h.1
@[simp] theorem mod_eq_of_lt {a b : Nat} (h : a < b) : a % b = a := (div_mod_unique h (q := 0) (Nat.zero_add a)).2
theorem div_eq_of_lt {a b : Nat} (h : a < b) : a / b = 0 := (div_mod_unique h (q := 0) (Nat.zero_add a)).1
@[simp] theorem zero_mod (b : Nat) : 0 % b = 0 := by cases b with | zero => rfl | succ b => exact mod_eq_of_lt (zero_lt_succ b)
@[simp] protected theorem zero_div (b : Nat) : 0 / b = 0 := by cases b with | zero => rfl | succ b => exact div_eq_of_lt (zero_lt_succ b)
@[simp] theorem mod_one (x : Nat) : x % 1 = 0 := Nat.eq_zero_of_le_zero (le_of_lt_succ (mod_lt x zero_lt_one))
@[simp] protected theorem div_one (n : Nat) : n / 1 = n := (div_mod_unique zero_lt_one (by rw [Nat.one_mul]; rfl)).1
@[simp] theorem mod_self (n : Nat) : n % n = 0 := by
  cases n with | zero => rfl | succ n => exact (div_mod_unique (zero_lt_succ n) (q := 1) (Nat.mul_one _)).2
theorem mod_le (x y : Nat) : x % y ≤ x := Nat.le_trans (le_add_left ..) (le_of_eq (div_add_mod x y))
theorem div_le_self (n k : Nat) : n / k ≤ n := by
  cases k with
  | zero => rw [Nat.div_zero]; exact zero_le n
  | succ k =>
    have h := div_add_mod n (k + 1)
    have l : n / (k + 1) ≤ (k + 1) * (n / (k + 1)) := by
      have x := Nat.mul_le_mul_right (n / (k + 1)) (succ_le_of_lt (zero_lt_succ k)); rw [show succ 0 = 1 from rfl, Nat.one_mul] at x; exact x
    exact Nat.le_trans l (Nat.le_trans (le_add_right _ (n % (k + 1))) (le_of_eq h))
theorem div_lt_self {n k : Nat} (hn : 0 < n) (hk : 1 < k) : n / k < n := by
  have h := div_add_mod n k
  cases hq : n / k with
  | zero => exact hn
  | succ q =>
    rw [hq] at h
    have l : (q + 1) * 2 ≤ k * (q + 1) := by rw [Nat.mul_comm]; exact Nat.mul_le_mul_right _ hk
    have l2 : q + 1 < (q + 1) * 2 := by rw [Nat.mul_two]; exact Nat.lt_add_of_pos_right (zero_lt_succ q)
    exact Nat.lt_of_lt_of_le l2 (Nat.le_trans l (Nat.le_trans (le_add_right ..) (le_of_eq h)))
@[simp] theorem add_mul_div_left (x z : Nat) {y : Nat} (H : 0 < y) : (x + y * z) / y = x / y + z := by
  refine (div_mod_unique (mod_lt x H) ?_).1
  rw [Nat.mul_add, Nat.add_right_comm, div_add_mod]
@[simp] theorem add_mul_mod_self_left (x y z : Nat) : (x + y * z) % y = x % y := by
  cases y with
  | zero => rw [Nat.zero_mul]; rfl
  | succ y =>
    refine (div_mod_unique (mod_lt x (zero_lt_succ y)) (q := x / (y + 1) + z) ?_).2
    rw [Nat.mul_add, Nat.add_right_comm, div_add_mod]
@[simp] theorem add_mul_mod_self_right (x y z : Nat) : (x + y * z) % z = x % z := by rw [Nat.mul_comm, add_mul_mod_self_left]
@[simp] theorem mul_mod_right (m n : Nat) : (m * n) % m = 0 := by
  have h := add_mul_mod_self_left 0 m n; rw [Nat.zero_add, zero_mod] at h; exact h
@[simp] protected theorem mul_div_cancel_left (m : Nat) {n : Nat} (H : 0 < n) : n * m / n = m := by
  have h := add_mul_div_left 0 m H; rw [Nat.zero_add, Nat.zero_div, Nat.zero_add] at h; exact h
@[simp] protected theorem mul_div_cancel (m : Nat) {n : Nat} (H : 0 < n) : m * n / n = m := by rw [Nat.mul_comm, Nat.mul_div_cancel_left m H]
@[simp] theorem mod_mod (a n : Nat) : a % n % n = a % n := by
  cases n with | zero => rw [mod_zero] | succ n => exact mod_eq_of_lt (mod_lt a (zero_lt_succ n))
theorem dvd_refl (a : Nat) : a ∣ a := ⟨1, (Nat.mul_one a).symm⟩
theorem dvd_trans {a b c : Nat} : a ∣ b → b ∣ c → a ∣ c := fun ⟨d, h⟩ ⟨e, h'⟩ => ⟨d * e, by rw [h', h, Nat.mul_assoc]⟩
theorem mod_eq_zero_of_dvd {a b : Nat} : a ∣ b → b % a = 0 := fun ⟨c, h⟩ => by rw [h, mul_mod_right]
theorem dvd_of_mod_eq_zero {k n : Nat} (h : n % k = 0) : k ∣ n := ⟨n / k, by have e := div_add_mod n k; rw [h] at e; exact e.symm⟩
theorem dvd_iff_mod_eq_zero {k n : Nat} : k ∣ n ↔ n % k = 0 := ⟨mod_eq_zero_of_dvd, dvd_of_mod_eq_zero⟩
instance decidable_dvd : @DecidableRel Nat Nat (· ∣ ·) := fun _ _ => decidable_of_iff _ dvd_iff_mod_eq_zero.symm
theorem mod_two_eq_zero_or_one (n : Nat) : n % 2 = 0 ∨ n % 2 = 1 :=
  match n % 2, mod_lt n (show 0 < 2 by decide) with
  | 0, _ => .inl rfl
  | 1, _ => .inr rfl
  | n + 2, h => absurd h (Nat.not_lt_of_le (le_add_left 2 n))

/-! ## Shifts -/

@[simp] theorem shiftLeft_zero {n : Nat} : n <<< 0 = n := rfl
@[simp] theorem shiftRight_zero {n : Nat} : n >>> 0 = n := rfl
theorem shiftRight_succ (m n : Nat) : m >>> (n + 1) = m >>> n / 2 := rfl
theorem shiftLeft_eq (a : Nat) : ∀ b : Nat, a <<< b = a * 2 ^ b
  | 0 => (Nat.mul_one a).symm
  | b + 1 => (shiftLeft_eq (2 * a) b).trans (by rw [pow_succ, Nat.mul_comm 2, Nat.mul_assoc, Nat.mul_comm 2])

/-! ## Bounded quantifiers are decidable -/

instance decidableBallLT : ∀ (n : Nat) (P : ∀ k, k < n → Prop) [∀ k h, Decidable (P k h)], Decidable (∀ k h, P k h)
  | 0, _, _ => isTrue fun k h => absurd h (not_lt_zero k)
  | n + 1, P, inst =>
    match decidableBallLT n (fun k h => P k (lt_succ_of_lt h)) with
    | isFalse f => isFalse fun all => f fun k h => all k (lt_succ_of_lt h)
    | isTrue below =>
      match inst n (lt_succ_self n) with
      | isFalse f => isFalse fun all => f (all n _)
      | isTrue here => isTrue fun k h =>
        if e : k = n then by subst e; exact here else below k (Nat.lt_of_le_of_ne (le_of_lt_succ h) e)

instance decidableForallFin (P : Fin n → Prop) [DecidablePred P] : Decidable (∀ i, P i) :=
  decidable_of_iff (∀ k h, P ⟨k, h⟩) ⟨fun h ⟨k, l⟩ => h k l, fun h k l => h ⟨k, l⟩⟩

instance decidableBallLE (n : Nat) (P : ∀ k, k ≤ n → Prop) [∀ k h, Decidable (P k h)] : Decidable (∀ k h, P k h) :=
  decidable_of_iff (∀ k (h : k < n + 1), P k (le_of_lt_succ h)) ⟨fun h k l => h k (lt_succ_of_le l), fun h k l => h k (le_of_lt_succ l)⟩

instance decidableExistsLT (P : Nat → Prop) [DecidablePred P] : ∀ n, Decidable (∃ m, m < n ∧ P m)
  | 0 => isFalse fun ⟨m, h, _⟩ => not_lt_zero m h
  | n + 1 =>
    match decidableExistsLT P n with
    | isTrue h => isTrue (let ⟨m, l, hp⟩ := h; ⟨m, lt_succ_of_lt l, hp⟩)
    | isFalse f =>
      if hp : P n then isTrue ⟨n, lt_succ_self n, hp⟩
      else isFalse fun ⟨m, l, h⟩ => (lt_succ_iff_lt_or_eq.mp l).elim (fun l => f ⟨m, l, h⟩) (fun e => hp (e ▸ h))

end Nat

/-! ## What `simp`'s arithmetic cites -/

namespace Nat.Simproc

theorem sub_add_eq_comm (a b c : Nat) : a - (b + c) = a - c - b := by rw [Nat.add_comm, Nat.sub_add_eq]
theorem add_sub_add_le (a c : Nat) {b d : Nat} (h : b ≤ d) : a + b - (c + d) = a - (c + (d - b)) := by
  let ⟨e, he⟩ := Nat.le.dest h
  rw [← he, Nat.add_sub_cancel_left, Nat.add_left_comm, Nat.add_comm b, Nat.add_sub_add_right]
theorem add_sub_add_ge (a c : Nat) {b d : Nat} (h : b ≥ d) : a + b - (c + d) = a + (b - d) - c := by
  rw [Nat.add_comm c d, Nat.sub_add_eq, Nat.add_sub_assoc h a]
theorem add_sub_le (a : Nat) {b c : Nat} (h : b ≤ c) : a + b - c = a - (c - b) := by
  have p := add_sub_add_le a 0 h; rw [Nat.zero_add, Nat.zero_add] at p; exact p
theorem add_eq_gt (a : Nat) {b c : Nat} (h : b > c) : (a + b = c) = False :=
  eq_false (Nat.ne_of_gt (Nat.lt_of_lt_of_le h (le_add_left b a)))
theorem eq_add_gt (a : Nat) {b c : Nat} (h : c > a) : (a = b + c) = False :=
  eq_false (Nat.ne_of_lt (Nat.lt_of_lt_of_le h (le_add_left c b)))
theorem add_eq_add_le (a c : Nat) {b d : Nat} (h : b ≤ d) : (a + b = c + d) = (a = c + (d - b)) := by
  let ⟨e, he⟩ := Nat.le.dest h
  rw [← he, Nat.add_sub_cancel_left, Nat.add_comm b, ← Nat.add_assoc]
  exact propext Nat.add_right_cancel_iff
theorem add_eq_add_ge (a c : Nat) {b d : Nat} (h : b ≥ d) : (a + b = c + d) = (a + (b - d) = c) :=
  propext ⟨fun e => ((add_eq_add_le c a h).mp e.symm).symm, fun e => ((add_eq_add_le c a h).mpr e.symm).symm⟩
theorem add_eq_le (a : Nat) {b c : Nat} (h : b ≤ c) : (a + b = c) = (a = c - b) := by
  have r := add_eq_add_le a 0 h; rw [Nat.zero_add, Nat.zero_add] at r; exact r
theorem eq_add_le {a : Nat} (b : Nat) {c : Nat} (h : c ≤ a) : (a = b + c) = (b = a - c) :=
  propext ⟨fun e => (add_eq_le b h).mp e.symm, fun e => ((add_eq_le b h).mpr e).symm⟩
theorem beqEqOfEqEq {a b c d : Nat} (p : (a = b) = (c = d)) : (a == b) = (c == d) := decide_eq_decide.mpr (iff_of_eq p)
theorem beqFalseOfEqFalse {a b : Nat} (p : (a = b) = False) : (a == b) = false := decide_eq_false (of_eq_false p)
theorem bneEqOfEqEq {a b c d : Nat} (p : (a = b) = (c = d)) : (a != b) = (c != d) := congrArg not (beqEqOfEqEq p)
theorem bneTrueOfEqFalse {a b : Nat} (p : (a = b) = False) : (a != b) = true := congrArg not (beqFalseOfEqFalse p)
theorem add_le_add_le (a c : Nat) {b d : Nat} (h : b ≤ d) : (a + b ≤ c + d) = (a ≤ c + (d - b)) := by
  let ⟨e, he⟩ := Nat.le.dest h
  rw [← he, Nat.add_sub_cancel_left, Nat.add_comm b, ← Nat.add_assoc]
  exact propext Nat.add_le_add_iff_right
theorem add_le_add_ge (a c : Nat) {b d : Nat} (h : b ≥ d) : (a + b ≤ c + d) = (a + (b - d) ≤ c) := by
  let ⟨e, he⟩ := Nat.le.dest h
  rw [← he, Nat.add_sub_cancel_left, Nat.add_comm d, ← Nat.add_assoc]
  exact propext Nat.add_le_add_iff_right
theorem add_le_eq (a b : Nat) : (a + b ≤ b) = (a = 0) := by
  have r := add_le_add_le a 0 (Nat.le_refl b); rw [Nat.zero_add, Nat.sub_self] at r; rw [r]; exact le_zero_eq a
theorem add_le_le (a : Nat) {b c : Nat} (h : b ≤ c) : (a + b ≤ c) = (a ≤ c - b) := propext (Nat.le_sub_iff_add_le h).symm
theorem add_le_gt (a : Nat) {b c : Nat} (h : b > c) : (a + b ≤ c) = False :=
  eq_false (Nat.not_le_of_gt (Nat.lt_of_lt_of_le h (le_add_left b a)))
theorem add_lt_lt (a : Nat) {b c : Nat} (h : b < c) : (a + b < c) = (a < c - b) := by
  have g := add_le_le (a + 1) (Nat.le_of_lt h); rw [Nat.add_right_comm] at g; exact g
theorem add_lt_ge (a : Nat) {b c : Nat} (h : b ≥ c) : (a + b < c) = False :=
  eq_false (Nat.not_lt_of_ge (Nat.le_trans h (le_add_left b a)))
theorem le_add_le (a : Nat) {b c : Nat} (h : a ≤ c) : (a ≤ b + c) = True := eq_true (Nat.le_trans h (le_add_left c b))
theorem le_add_ge {a : Nat} (b : Nat) {c : Nat} (h : a ≥ c) : (a ≤ b + c) = (a - c ≤ b) := propext Nat.sub_le_iff_le_add.symm
theorem lt_add_ge {a : Nat} (b : Nat) {c : Nat} (h : a ≥ c) : (a < b + c) = (a - c < b) := propext (Nat.sub_lt_iff_lt_add h).symm
theorem add_lt_add_le (a c : Nat) {b d : Nat} (h : b ≤ d) : (a + b < c + d) = (a < c + (d - b)) := by
  have g := add_le_add_le (a + 1) c h; rw [Nat.add_right_comm] at g; exact g
theorem add_lt_add_ge (a c : Nat) {b d : Nat} (h : b ≥ d) : (a + b < c + d) = (a + (b - d) < c) := by
  have g := add_le_add_ge (a + 1) c h; rw [Nat.add_right_comm, Nat.add_right_comm a 1] at g; exact g

end Nat.Simproc
