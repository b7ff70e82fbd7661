import DetLM.Data.Lists
import DetLM.Spec.SoftTruth

/-!
# What degrees of truth keep to

## Main results

* `meet_hardDegree`, `join_hardDegree`: at 0 and 1 all three are "and", and what goes with them is "or"
* `meet_comm`, `meet_le_left`, `meet_mono`, `meet_one`, `meet_zero`: each is a t-norm, but for the next point
* `meet_assoc`: brackets do not matter for Łukasiewicz and Gödel
* `product_brackets_differ_by_one`: for the rounded product they matter by one step of the scale at most;
  `product_is_not_associative` shows that they do
* `lukasiewicz_le_product`, `le_goedel`: from the strictest to the most lenient
* `meetAll_le`, `more_soft_constraints_never_raise_truth`: more constraints never make anything truer

What rounding breaks: associativity, by one step; and a product of positive degrees can be zero, so that a
mask of products may close a gate that exact arithmetic would leave open by less than one step.
-/

namespace DetLM

namespace Conjunction

/-! ## Each of the three is a t-norm -/

/-- The lesser of two degrees. -/
theorem meet_goedel (one a b : Nat) : goedel.meet one a b = min a b := rfl

/-- The order does not matter. -/
theorem meet_comm (one : Nat) (c : Conjunction) (a b : Nat) : c.meet one a b = c.meet one b a := by
  cases c with
  | product =>
    show a * b / one = b * a / one
    rw [Nat.mul_comm]
  | lukasiewicz =>
    show a + b - one = b + a - one
    rw [Nat.add_comm]
  | goedel => exact Nat.min_comm a b

/-- A larger number has no smaller quotient. -/
theorem div_mono {m n one : Nat} (hone : 0 < one) (h : m ≤ n) : m / one ≤ n / one :=
  (Nat.le_div_iff_mul_le hone).mpr (Nat.le_trans (Nat.div_mul_le_self m one) h)

/-- Truer parts make no less true. -/
theorem meet_mono {one : Nat} (hone : 0 < one) (c : Conjunction) {a a' b b' : Nat} (ha : a ≤ a')
    (hb : b ≤ b') : c.meet one a b ≤ c.meet one a' b' := by
  cases c with
  | product => exact div_mono hone (Nat.mul_le_mul ha hb)
  | lukasiewicz => exact Nat.sub_le_sub_right (Nat.add_le_add ha hb) one
  | goedel =>
    exact Nat.le_min.mpr
      ⟨Nat.le_trans (Nat.min_le_left ..) ha, Nat.le_trans (Nat.min_le_right ..) hb⟩

/-- What is wholly true changes nothing. -/
theorem meet_one {one : Nat} (hone : 0 < one) (c : Conjunction) {a : Nat} (ha : a ≤ one) :
    c.meet one a one = a := by
  cases c with
  | product => exact Nat.mul_div_cancel a hone
  | lukasiewicz => exact Nat.add_sub_cancel a one
  | goedel => exact Nat.min_eq_left ha

/-- What is wholly false makes all false. -/
theorem meet_zero {one : Nat} (c : Conjunction) {a : Nat} (ha : a ≤ one) : c.meet one a 0 = 0 := by
  cases c with
  | product => exact Nat.zero_div one
  | lukasiewicz => exact Nat.sub_eq_zero_of_le ha
  | goedel => exact Nat.min_eq_right (Nat.zero_le a)

/-- Both together are no truer than the one. -/
theorem meet_le_left {one : Nat} (hone : 0 < one) (c : Conjunction) {a b : Nat} (ha : a ≤ one)
    (hb : b ≤ one) : c.meet one a b ≤ a :=
  Nat.le_trans (c.meet_mono hone (Nat.le_refl a) hb) (Nat.le_of_eq (c.meet_one hone ha))

/-- Both together are no truer than the other. -/
theorem meet_le_right {one : Nat} (hone : 0 < one) (c : Conjunction) {a b : Nat} (ha : a ≤ one)
    (hb : b ≤ one) : c.meet one a b ≤ b := by
  rw [meet_comm]
  exact c.meet_le_left hone hb ha

/-- Degrees stay between 0 and 1. -/
theorem meet_le_one {one : Nat} (hone : 0 < one) (c : Conjunction) {a b : Nat} (ha : a ≤ one)
    (hb : b ≤ one) : c.meet one a b ≤ one :=
  Nat.le_trans (c.meet_le_left hone ha hb) ha

/-! ## Brackets -/

/-- Brackets do not matter for Łukasiewicz, up to 1. -/
theorem lukasiewicz_assoc {one a b c : Nat} (ha : a ≤ one) (hc : c ≤ one) :
    a + b - one + c - one = a + (b + c - one) - one := by
  have both (x y : Nat) (hy : y ≤ one) : x - one + y - one = x + y - (one + one) := by
    cases Nat.le_total one x with
    | inl h => rw [← Nat.sub_add_comm h, Nat.sub_sub]
    | inr h =>
      rw [Nat.sub_eq_zero_of_le h, Nat.zero_add, Nat.sub_eq_zero_of_le hy,
        Nat.sub_eq_zero_of_le (Nat.add_le_add h hy)]
  rw [both (a + b) c hc, Nat.add_comm a (b + c - one), both (b + c) a ha, Nat.add_comm (b + c) a,
    Nat.add_assoc]

/-- Brackets do not matter for Łukasiewicz and Gödel. -/
theorem meet_assoc {one : Nat} {k : Conjunction} (hk : k ≠ product) {a b c : Nat} (ha : a ≤ one)
    (hc : c ≤ one) : k.meet one (k.meet one a b) c = k.meet one a (k.meet one b c) := by
  cases k with
  | product => exact absurd rfl hk
  | lukasiewicz => exact lukasiewicz_assoc ha hc
  | goedel =>
    show min (min a b) c = min a (min b c)
    have h : min (min a b) c ≤ a ∧ min (min a b) c ≤ b :=
      Nat.le_min.mp (Nat.min_le_left (min a b) c)
    have k : min a (min b c) ≤ b ∧ min a (min b c) ≤ c :=
      Nat.le_min.mp (Nat.min_le_right a (min b c))
    exact Nat.le_antisymm (Nat.le_min.mpr ⟨h.1, Nat.le_min.mpr ⟨h.2, Nat.min_le_right ..⟩⟩)
      (Nat.le_min.mpr ⟨Nat.le_min.mpr ⟨Nat.min_le_left .., k.1⟩, k.2⟩)

/-- Brackets do matter for the rounded product: here of a half of the scale. -/
theorem product_is_not_associative :
    product.meet 4 (product.meet 4 3 3) 2 ≠ product.meet 4 3 (product.meet 4 3 2) := by decide

/-- A rounded product of three is not above the exact one. -/
theorem product_twice_le (one a b c : Nat) : a * b / one * c / one * (one * one) ≤ a * b * c := by
  have h : a * b / one * c / one * (one * one) = a * b / one * c / one * one * one :=
    (Nat.mul_assoc _ one one).symm
  rw [h]
  refine Nat.le_trans (Nat.mul_le_mul_right one (Nat.div_mul_le_self _ one)) ?_
  rw [Nat.mul_right_comm]
  exact Nat.mul_le_mul_right c (Nat.div_mul_le_self (a * b) one)

/-- And less than two steps below it. -/
theorem lt_product_twice {one : Nat} (hone : 0 < one) (a b : Nat) {c : Nat} (hc : c ≤ one) :
    a * b * c < (a * b / one * c / one + 2) * (one * one) := by
  have first : a * b ≤ one * (a * b / one + 1) := Nat.le_of_lt (Nat.lt_mul_div_succ (a * b) hone)
  have second : a * b / one * c < one * (a * b / one * c / one + 1) :=
    Nat.lt_mul_div_succ (a * b / one * c) hone
  have third : a * b * c ≤ one * (a * b / one * c + c) := by
    refine Nat.le_trans (Nat.mul_le_mul_right c first) (Nat.le_of_eq ?_)
    rw [Nat.mul_assoc, Nat.add_mul, Nat.one_mul]
  have fourth : a * b / one * c + c < one * (a * b / one * c / one + 1) + one :=
    Nat.add_lt_add_of_lt_of_le second hc
  refine Nat.lt_of_le_of_lt third (Nat.lt_of_lt_of_le (Nat.mul_lt_mul_of_pos_left fourth hone) ?_)
  refine Nat.le_of_eq ?_
  have e : one * (a * b / one * c / one + 1) + one = one * (a * b / one * c / one + 2) := by
    rw [Nat.mul_add, Nat.mul_add, Nat.mul_one, Nat.mul_two, Nat.add_assoc]
  rw [e, ← Nat.mul_assoc, Nat.mul_comm]

/-- For the rounded product brackets matter by one step of the scale at most. -/
theorem product_brackets_differ_by_one {one : Nat} (hone : 0 < one) {a b c : Nat} (ha : a ≤ one)
    (hc : c ≤ one) :
    product.meet one (product.meet one a b) c ≤ product.meet one a (product.meet one b c) + 1 ∧
      product.meet one a (product.meet one b c) ≤ product.meet one (product.meet one a b) c + 1 := by
  have square : 0 < one * one := Nat.mul_pos hone hone
  have left : a * b / one * c / one * (one * one) ≤ a * b * c := product_twice_le one a b c
  have left' := lt_product_twice hone a b hc
  have swap : a * (b * c / one) / one = b * c / one * a / one := by rw [Nat.mul_comm a]
  have turn : b * c * a = a * b * c := by rw [Nat.mul_comm, Nat.mul_assoc]
  have right : b * c / one * a / one * (one * one) ≤ a * b * c := turn ▸ product_twice_le one b c a
  have right' : a * b * c < (b * c / one * a / one + 2) * (one * one) :=
    turn ▸ lt_product_twice hone b c ha
  have compare {x y : Nat} (hx : x * (one * one) ≤ a * b * c) (hy : a * b * c < (y + 2) * (one * one)) :
      x ≤ y + 1 := by
    have h := Nat.lt_of_le_of_lt hx hy
    rw [Nat.mul_comm x, Nat.mul_comm (y + 2)] at h
    exact Nat.le_of_not_lt fun l => Nat.not_le_of_lt h (Nat.mul_le_mul_left (one * one) l)
  show a * b / one * c / one ≤ a * (b * c / one) / one + 1 ∧
    a * (b * c / one) / one ≤ a * b / one * c / one + 1
  rw [swap]
  exact ⟨compare left right', compare right left'⟩

/-! ## The three compared -/

/-- Łukasiewicz is the strictest. -/
theorem lukasiewicz_le_product {one : Nat} (hone : 0 < one) {a b : Nat} (ha : a ≤ one) (hb : b ≤ one) :
    lukasiewicz.meet one a b ≤ product.meet one a b := by
  refine (Nat.le_div_iff_mul_le hone).mpr ?_
  show (a + b - one) * one ≤ a * b
  cases Nat.le_total (a + b) one with
  | inl h =>
    rw [Nat.sub_eq_zero_of_le h, Nat.zero_mul]
    exact Nat.zero_le _
  | inr h =>
    -- With `a = one - x`: (b - x) * one = b * one - x * one ≤ b * one - x * b = a * b
    obtain ⟨x, hx⟩ := Nat.le.dest ha
    obtain ⟨y, hy⟩ := Nat.le.dest h
    have hb' : b = y + x := by
      have e : a + b = a + (y + x) := by
        rw [← hy, ← hx, Nat.add_assoc, Nat.add_comm x y]
      exact Nat.add_left_cancel e
    have diff : a + b - one = y := by rw [← hy, Nat.add_sub_cancel_left]
    rw [diff]
    have small : x * y + x * x ≤ x * one := by
      rw [← Nat.mul_add, ← hb']
      exact Nat.mul_le_mul_left x hb
    have expand : y * one = a * y + x * y := by rw [← hx, Nat.mul_add, Nat.mul_comm y a, Nat.mul_comm y x]
    have product : a * b = a * y + a * x := by rw [hb', Nat.mul_add]
    rw [expand, product]
    refine Nat.add_le_add_left ?_ (a * y)
    have e : x * one = a * x + x * x := by rw [← hx, Nat.mul_add, Nat.mul_comm x a]
    rw [e] at small
    exact Nat.le_of_add_le_add_right small

/-- Gödel is the most lenient. -/
theorem le_goedel {one : Nat} (hone : 0 < one) (c : Conjunction) {a b : Nat} (ha : a ≤ one) (hb : b ≤ one) :
    c.meet one a b ≤ goedel.meet one a b :=
  Nat.le_min.mpr ⟨c.meet_le_left hone ha hb, c.meet_le_right hone ha hb⟩

/-- Łukasiewicz is the strictest of the three. -/
theorem lukasiewicz_le {one : Nat} (hone : 0 < one) (c : Conjunction) {a b : Nat} (ha : a ≤ one)
    (hb : b ≤ one) : a + b - one ≤ c.meet one a b := by
  cases c with
  | product => exact lukasiewicz_le_product hone ha hb
  | lukasiewicz => exact Nat.le_refl _
  | goedel => exact lukasiewicz.le_goedel hone ha hb

/-! ## Many -/

/-- Degrees stay between 0 and 1, of however many constraints. -/
theorem meetAll_le_one {one : Nat} (hone : 0 < one) (c : Conjunction) {l : List Nat}
    (h : ∀ a, a ∈ l → a ≤ one) : c.meetAll one l ≤ one := by
  induction l with
  | nil => exact Nat.le_refl one
  | cons a l ih => exact c.meet_le_one hone (h a mem_head) (ih fun b hb => h b (mem_tail hb))

/-- All together are no truer than each. -/
theorem meetAll_le {one : Nat} (hone : 0 < one) (c : Conjunction) {l : List Nat}
    (h : ∀ a, a ∈ l → a ≤ one) {a : Nat} (ha : a ∈ l) : c.meetAll one l ≤ a := by
  induction l with
  | nil => exact absurd ha not_mem_nil
  | cons b l ih =>
    have hl : ∀ a, a ∈ l → a ≤ one := fun a ha => h a (mem_tail ha)
    cases mem_cons_iff.mp ha with
    | inl e =>
      rw [e]
      exact c.meet_le_left hone (h b mem_head) (c.meetAll_le_one hone hl)
    | inr ha =>
      exact Nat.le_trans (c.meet_le_right hone (h b mem_head) (c.meetAll_le_one hone hl)) (ih hl ha)

/-- One more soft constraint never makes anything truer. -/
theorem more_soft_constraints_never_raise_truth {one : Nat} (hone : 0 < one) (c : Conjunction)
    {l : List Nat} (h : ∀ a, a ∈ l → a ≤ one) {a : Nat} (ha : a ≤ one) :
    c.meetAll one (a :: l) ≤ c.meetAll one l :=
  c.meet_le_right hone ha (c.meetAll_le_one hone h)

end Conjunction

/-! ## The hard limit -/

/-- Plain truth is a degree. -/
theorem hardDegree_le {one : Nat} (b : Bool) : hardDegree one b ≤ one := by
  cases b
  · exact Nat.zero_le one
  · exact Nat.le_refl one

/-- "Not" of plain truth. -/
theorem sub_hardDegree {one : Nat} (b : Bool) : one - hardDegree one b = hardDegree one (!b) := by
  cases b
  · exact Nat.sub_zero one
  · exact Nat.sub_self one

/-- At plain truth and falsehood all three ways to say "and" are "and". -/
theorem Conjunction.meet_hardDegree {one : Nat} (hone : 0 < one) (c : Conjunction) (a b : Bool) :
    c.meet one (hardDegree one a) (hardDegree one b) = hardDegree one (a && b) := by
  cases b with
  | true =>
    have e : (a && true) = a := by cases a <;> rfl
    rw [e]
    exact c.meet_one hone (hardDegree_le a)
  | false =>
    have e : (a && false) = false := by cases a <;> rfl
    rw [e]
    exact c.meet_zero (hardDegree_le a)

/-- And what goes with each is "or". -/
theorem Conjunction.join_hardDegree {one : Nat} (hone : 0 < one) (c : Conjunction) (a b : Bool) :
    c.join one (hardDegree one a) (hardDegree one b) = hardDegree one (a || b) := by
  show one - c.meet one (one - hardDegree one a) (one - hardDegree one b) = _
  rw [sub_hardDegree, sub_hardDegree, c.meet_hardDegree hone, sub_hardDegree]
  cases a <;> cases b <;> rfl

/-- So it is for many constraints: wholly true exactly if all of them are. -/
theorem hard_limit_of_all {one : Nat} (hone : 0 < one) (c : Conjunction) (l : List Bool) :
    c.meetAll one (l.map (hardDegree one)) = hardDegree one (l.all id) := by
  induction l with
  | nil => rfl
  | cons b l ih =>
    show c.meet one (hardDegree one b) (c.meetAll one (l.map (hardDegree one))) = hardDegree one (b && l.all id)
    rw [ih]
    exact c.meet_hardDegree hone b (l.all id)

end DetLM
