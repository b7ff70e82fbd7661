/- # Core: linear forms and what they are bounded by, for `omega`

A linear form is a constant and coefficients; a constraint is a lower and an upper bound of one. Each step of an `omega` proof is one of
the theorems here, applied to data that the kernel evaluates. Names, definitions and statements are the official ones of
`Init.Omega.LinearCombo` and `Init.Omega.Constraint`.
-/
prelude

import Init.Omega.Lists

set_option linter.all false

namespace Lean.Omega

/-! ## Linear forms -/

structure LinearCombo where
  const : Int := 0
  coeffs : Coeffs := []
  deriving DecidableEq

namespace LinearCombo

instance instInhabited : Inhabited LinearCombo := ⟨{ const := 1 }⟩

def eval (lc : LinearCombo) (values : Coeffs) : Int := lc.const + lc.coeffs.dot values

def coordinate (i : Nat) : LinearCombo where
  const := 0
  coeffs := Coeffs.set .nil i 1

@[simp] theorem coordinate_eval (i : Nat) (v : Coeffs) : (coordinate i).eval v = v.get i := by
  show 0 + IntList.dot (IntList.set [] i 1) v = _
  rw [Int.zero_add, IntList.dot_set_left, IntList.nil_dot, IntList.get_nil, Int.sub_zero, Int.one_mul, Int.zero_add]

section
variable {a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 : Int} {t : List Int}

theorem coordinate_eval_0 : (coordinate 0).eval (.ofList (a0 :: t)) = a0 := coordinate_eval 0 _
theorem coordinate_eval_1 : (coordinate 1).eval (.ofList (a0 :: a1 :: t)) = a1 := coordinate_eval 1 _
theorem coordinate_eval_2 : (coordinate 2).eval (.ofList (a0 :: a1 :: a2 :: t)) = a2 := coordinate_eval 2 _
theorem coordinate_eval_3 : (coordinate 3).eval (.ofList (a0 :: a1 :: a2 :: a3 :: t)) = a3 := coordinate_eval 3 _
theorem coordinate_eval_4 : (coordinate 4).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: t)) = a4 := coordinate_eval 4 _
theorem coordinate_eval_5 : (coordinate 5).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: t)) = a5 := coordinate_eval 5 _
theorem coordinate_eval_6 : (coordinate 6).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: t)) = a6 := coordinate_eval 6 _
theorem coordinate_eval_7 : (coordinate 7).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: t)) = a7 :=
  coordinate_eval 7 _
theorem coordinate_eval_8 : (coordinate 8).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: t)) = a8 :=
  coordinate_eval 8 _
theorem coordinate_eval_9 : (coordinate 9).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: a9 :: t)) = a9 :=
  coordinate_eval 9 _

end

def add (l₁ l₂ : LinearCombo) : LinearCombo where
  const := l₁.const + l₂.const
  coeffs := l₁.coeffs + l₂.coeffs
instance instAdd : Add LinearCombo := ⟨add⟩

def sub (l₁ l₂ : LinearCombo) : LinearCombo where
  const := l₁.const - l₂.const
  coeffs := l₁.coeffs - l₂.coeffs
instance instSub : Sub LinearCombo := ⟨sub⟩

def neg (lc : LinearCombo) : LinearCombo where
  const := -lc.const
  coeffs := -lc.coeffs
instance instNeg : Neg LinearCombo := ⟨neg⟩

def smul (lc : LinearCombo) (i : Int) : LinearCombo where
  const := i * lc.const
  coeffs := lc.coeffs.smul i
instance instHMulInt : HMul Int LinearCombo LinearCombo := ⟨fun i lc => lc.smul i⟩

/-- The product, if one of the two is constant. -/
def mul (l₁ l₂ : LinearCombo) : LinearCombo := l₂.const * l₁ + l₁.const * l₂ - { const := l₁.const * l₂.const }

@[simp] theorem add_eval (l₁ l₂ : LinearCombo) (v : Coeffs) : (l₁ + l₂).eval v = l₁.eval v + l₂.eval v := by
  show l₁.const + l₂.const + IntList.dot (l₁.coeffs + l₂.coeffs) v = _
  rw [IntList.dot_distrib_left, Int.add_add_add_comm]; rfl
@[simp] theorem neg_eval (lc : LinearCombo) (v : Coeffs) : (-lc).eval v = -lc.eval v := by
  show -lc.const + IntList.dot (-lc.coeffs) v = _
  rw [IntList.dot_neg_left, ← Int.neg_add]; rfl
theorem sub_eq_add_neg (l₁ l₂ : LinearCombo) : l₁ - l₂ = l₁ + -l₂ := congrArg (mk _) (IntList.sub_eq_add_neg ..)
@[simp] theorem sub_eval (l₁ l₂ : LinearCombo) (v : Coeffs) : (l₁ - l₂).eval v = l₁.eval v - l₂.eval v := by
  rw [sub_eq_add_neg, add_eval, neg_eval]; rfl
@[simp] theorem smul_eval (lc : LinearCombo) (i : Int) (v : Coeffs) : (i * lc).eval v = i * lc.eval v := by
  show i * lc.const + IntList.dot (i * lc.coeffs) v = i * (lc.const + lc.coeffs.dot v)
  rw [IntList.dot_smul_left, Int.mul_add]
theorem smul_eval_comm (lc : LinearCombo) (i : Int) (v : Coeffs) : (i * lc).eval v = lc.eval v * i := by
  rw [smul_eval, Int.mul_comm]

private theorem const_eval {lc : LinearCombo} {v : Coeffs} (w : lc.coeffs.isZero) : lc.eval v = lc.const := by
  show lc.const + IntList.dot lc.coeffs v = _
  rw [IntList.dot_of_left_zero w, Int.add_zero]

private theorem mul_eval' (l₁ l₂ : LinearCombo) (v : Coeffs) :
    (mul l₁ l₂).eval v = l₂.const * l₁.eval v + l₁.const * l₂.eval v - l₁.const * l₂.const := by
  rw [mul, sub_eval, add_eval, smul_eval, smul_eval, const_eval (lc := { const := _ }) fun _ m => nomatch m]

theorem mul_eval_of_const_left (l₁ l₂ : LinearCombo) (v : Coeffs) (w : l₁.coeffs.isZero) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v := by
  rw [mul_eval', const_eval w, Int.mul_comm l₂.const, Int.add_comm, Int.add_sub_cancel]
theorem mul_eval_of_const_right (l₁ l₂ : LinearCombo) (v : Coeffs) (w : l₂.coeffs.isZero) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v := by
  rw [mul_eval', const_eval w, Int.add_sub_cancel, Int.mul_comm]
theorem mul_eval (l₁ l₂ : LinearCombo) (v : Coeffs) (w : l₁.coeffs.isZero ∨ l₂.coeffs.isZero) :
    (mul l₁ l₂).eval v = l₁.eval v * l₂.eval v :=
  w.elim (mul_eval_of_const_left l₁ l₂ v) (mul_eval_of_const_right l₁ l₂ v)

end LinearCombo

/-! ## Constraints -/

abbrev LowerBound : Type := Option Int
abbrev UpperBound : Type := Option Int

abbrev LowerBound.sat (b : LowerBound) (t : Int) : Bool := b.all fun x => x ≤ t
abbrev UpperBound.sat (b : UpperBound) (t : Int) : Bool := b.all fun y => t ≤ y

structure Constraint where
  lowerBound : LowerBound
  upperBound : UpperBound
  deriving BEq, DecidableEq

namespace Constraint

variable {c c₁ c₂ : Constraint} {t x₁ x₂ : Int}

def sat (c : Constraint) (t : Int) : Bool := c.lowerBound.sat t ∧ c.upperBound.sat t

/-- What `sat` says, as a proposition. -/
private theorem sat_iff : c.sat t ↔ (∀ l, c.lowerBound = some l → l ≤ t) ∧ (∀ u, c.upperBound = some u → t ≤ u) := by
  have bound : ∀ (b : Option Int) (p : Int → Prop) [DecidablePred p], b.all (fun x => p x) = true ↔ ∀ x, b = some x → p x := by
    intro b p _
    cases b with
    | none => exact iff_of_true rfl fun _ e => nomatch e
    | some y => exact ⟨fun h x e => Option.some.inj e ▸ of_decide_eq_true h, fun h => decide_eq_true (h y rfl)⟩
  rw [sat, decide_eq_true_iff]
  exact and_congr (bound _ _) (bound _ _)

def map (c : Constraint) (f : Int → Int) : Constraint where
  lowerBound := c.lowerBound.map f
  upperBound := c.upperBound.map f

def translate (c : Constraint) (t : Int) : Constraint := c.map (· + t)

def flip (c : Constraint) : Constraint where
  lowerBound := c.upperBound
  upperBound := c.lowerBound

def neg (c : Constraint) : Constraint := c.flip.map (- ·)

def trivial : Constraint := ⟨none, none⟩
def impossible : Constraint := ⟨some 1, some 0⟩
def exact (r : Int) : Constraint := ⟨some r, some r⟩

def isImpossible : Constraint → Bool
  | ⟨some x, some y⟩ => y < x
  | _ => false

def isExact : Constraint → Bool
  | ⟨some x, some y⟩ => x = y
  | _ => false

def scale (k : Int) (c : Constraint) : Constraint :=
  if k = 0 then
    if c.isImpossible then c else ⟨some 0, some 0⟩
  else if 0 < k then c.map (k * ·)
  else c.flip.map (k * ·)

def add (x y : Constraint) : Constraint where
  lowerBound := x.lowerBound.bind fun a => y.lowerBound.map fun b => a + b
  upperBound := x.upperBound.bind fun a => y.upperBound.map fun b => a + b

def combo (a : Int) (x : Constraint) (b : Int) (y : Constraint) : Constraint := add (scale a x) (scale b y)

def combine (x y : Constraint) : Constraint where
  lowerBound := Option.merge max x.lowerBound y.lowerBound
  upperBound := Option.merge min x.upperBound y.upperBound

def div (c : Constraint) (k : Nat) : Constraint where
  lowerBound := c.lowerBound.map fun x => -(-x / k)
  upperBound := c.upperBound.map fun y => y / k

@[simp] theorem trivial_say : trivial.sat t := rfl
theorem not_sat_of_isImpossible (h : isImpossible c) {t} : ¬c.sat t := by
  rcases c with ⟨_ | l, _ | u⟩
  · exact nomatch h
  · exact nomatch h
  · exact nomatch h
  · intro s
    have s := sat_iff.mp s
    exact Int.not_le.mpr (of_decide_eq_true h) (Int.le_trans (s.1 l rfl) (s.2 u rfl))

private theorem map_sat {f : Int → Int} (mono : ∀ {a b}, a ≤ b → f a ≤ f b) (w : c.sat t) : (c.map f).sat (f t) := by
  have w := sat_iff.mp w
  refine sat_iff.mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨l, h, rfl⟩ := Option.map_eq_some_iff.mp e; exact mono (w.1 l h)
  · obtain ⟨u, h, rfl⟩ := Option.map_eq_some_iff.mp e; exact mono (w.2 u h)
private theorem flip_map_sat {f : Int → Int} (anti : ∀ {a b}, a ≤ b → f b ≤ f a) (w : c.sat t) : (c.flip.map f).sat (f t) := by
  have w := sat_iff.mp w
  refine sat_iff.mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨l, h, rfl⟩ := Option.map_eq_some_iff.mp e; exact anti (w.2 l h)
  · obtain ⟨u, h, rfl⟩ := Option.map_eq_some_iff.mp e; exact anti (w.1 u h)

theorem translate_sat {k : Int} : {c : Constraint} → {v : Int} → sat c v → sat (c.translate k) (v + k) :=
  map_sat (f := (· + k)) fun h => Int.add_le_add_right h k
theorem neg_sat : {c : Constraint} → {v : Int} → sat c v → sat c.neg (-v) := flip_map_sat (f := (- ·)) Int.neg_le_neg
theorem scale_sat {c : Constraint} (k) (w : c.sat t) : (scale k c).sat (k * t) := by
  rw [scale]
  split
  · split
    · exact absurd w (not_sat_of_isImpossible ‹_›)
    · have zero : k * t = 0 := by rw [‹k = 0›, Int.zero_mul]
      rw [zero]; rfl
  · rename_i h
    split
    · exact map_sat (fun h' => Int.mul_le_mul_of_nonneg_left h' (Int.le_of_lt ‹_›)) w
    · exact flip_map_sat (fun h' => Int.mul_le_mul_of_nonpos_left (Int.not_lt.mp ‹_›) h') w
theorem add_sat (w₁ : c₁.sat x₁) (w₂ : c₂.sat x₂) : (add c₁ c₂).sat (x₁ + x₂) := by
  have w₁ := sat_iff.mp w₁
  have w₂ := sat_iff.mp w₂
  refine sat_iff.mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨a, ha, e⟩ := Option.bind_eq_some_iff.mp e
    obtain ⟨b, hb, rfl⟩ := Option.map_eq_some_iff.mp e
    exact Int.add_le_add (w₁.1 a ha) (w₂.1 b hb)
  · obtain ⟨a, ha, e⟩ := Option.bind_eq_some_iff.mp e
    obtain ⟨b, hb, rfl⟩ := Option.map_eq_some_iff.mp e
    exact Int.add_le_add (w₁.2 a ha) (w₂.2 b hb)
theorem combo_sat (a) (w₁ : c₁.sat x₁) (b) (w₂ : c₂.sat x₂) : (combo a c₁ b c₂).sat (a * x₁ + b * x₂) :=
  add_sat (scale_sat a w₁) (scale_sat b w₂)
theorem combine_sat (c c' : Constraint) (t : Int) : (c.combine c').sat t = (c.sat t ∧ c'.sat t) := by
  have lower : ∀ a b : Option Int, (∀ l, Option.merge max a b = some l → l ≤ t) ↔ (∀ l, a = some l → l ≤ t) ∧ ∀ l, b = some l → l ≤ t := by
    rintro (_ | a) (_ | b) <;> simp [Option.merge, Int.max_le]
  have upper : ∀ a b : Option Int, (∀ l, Option.merge min a b = some l → t ≤ l) ↔ (∀ l, a = some l → t ≤ l) ∧ ∀ l, b = some l → t ≤ l := by
    rintro (_ | a) (_ | b) <;> simp [Option.merge, Int.le_min]
  refine propext ((sat_iff.trans (and_congr (lower _ _) (upper _ _))).trans ?_)
  rw [sat_iff, sat_iff]
  exact ⟨fun ⟨⟨a, b⟩, c, d⟩ => ⟨⟨a, c⟩, b, d⟩, fun ⟨⟨a, b⟩, c, d⟩ => ⟨⟨a, c⟩, b, d⟩⟩
theorem div_sat (c : Constraint) (t : Int) (k : Nat) (n : k ≠ 0) (h : (k : Int) ∣ t) (w : c.sat t) : (c.div k).sat (t / k) := by
  have pos : 0 < (k : Int) := Int.ofNat_lt.mpr (Nat.pos_of_ne_zero n)
  obtain ⟨s, rfl⟩ := h
  rw [Int.mul_ediv_cancel_left s (Int.ne_of_gt pos)]
  have w := sat_iff.mp w
  refine sat_iff.mpr ⟨fun l e => ?_, fun u e => ?_⟩
  · obtain ⟨l, h, rfl⟩ := Option.map_eq_some_iff.mp e
    rw [← Int.neg_neg s]
    refine Int.neg_le_neg ((Int.le_ediv_iff_mul_le pos).mpr ?_)
    rw [Int.neg_mul, Int.mul_comm]; exact Int.neg_le_neg (w.1 l h)
  · obtain ⟨u, h, rfl⟩ := Option.map_eq_some_iff.mp e
    rw [Int.le_ediv_iff_mul_le pos, Int.mul_comm]; exact w.2 u h

abbrev sat' (c : Constraint) (x y : Coeffs) : Bool := c.sat (Coeffs.dot x y)

theorem combine_sat' {s t : Constraint} {x y : Coeffs} (ws : s.sat' x y) (wt : t.sat' x y) : (s.combine t).sat' x y :=
  (combine_sat _ _ _).mpr ⟨ws, wt⟩
theorem div_sat' {c : Constraint} {x y : Coeffs} (h : Coeffs.gcd x ≠ 0) (w : c.sat (Coeffs.dot x y)) :
    (c.div (Coeffs.gcd x)).sat' (Coeffs.sdiv x (Coeffs.gcd x)) y := by
  show (c.div _).sat (IntList.dot (IntList.sdiv x _) y) = true
  rw [IntList.dot_sdiv_left x y (Int.dvd_refl _)]
  exact div_sat c _ _ h (IntList.gcd_dvd_dot_left x y) w
theorem not_sat'_of_isImpossible (h : isImpossible c) {x y : Coeffs} : ¬c.sat' x y := not_sat_of_isImpossible h
theorem addInequality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y ≥ 0) :
    Constraint.sat' { lowerBound := some (-c), upperBound := none } x y := by
  refine sat_iff.mpr ⟨fun l e => ?_, fun u e => nomatch e⟩
  rw [← Option.some.inj e, ← Int.add_le_add_iff_left c, Int.add_right_neg]; exact w
theorem addEquality_sat {c : Int} {x y : Coeffs} (w : c + Coeffs.dot x y = 0) :
    Constraint.sat' { lowerBound := some (-c), upperBound := some (-c) } x y := by
  have e : Coeffs.dot x y = -c := Int.eq_neg_of_add_eq_zero (by rw [Int.add_comm]; exact w)
  show Constraint.sat _ _ = true
  rw [e]
  exact sat_iff.mpr ⟨fun l e => Int.le_of_eq (Option.some.inj e).symm, fun u e => Int.le_of_eq (Option.some.inj e)⟩

end Constraint

/-! ## Simpler constraints -/

def normalize? : Constraint × Coeffs → Option (Constraint × Coeffs)
  | ⟨s, x⟩ =>
    let gcd := Coeffs.gcd x
    if gcd = 0 then
      if s.sat 0 then some (.trivial, x) else some (.impossible, x)
    else if gcd = 1 then none
    else some (s.div gcd, Coeffs.sdiv x gcd)

def normalize (p : Constraint × Coeffs) : Constraint × Coeffs := (normalize? p).getD p

def positivize? : Constraint × Coeffs → Option (Constraint × Coeffs)
  | ⟨s, x⟩ => if 0 ≤ x.leading then none else some (s.neg, Coeffs.smul x (-1))

def tidy? : Constraint × Coeffs → Option (Constraint × Coeffs)
  | ⟨s, x⟩ =>
    match positivize? (s, x) with
    | none => match normalize? (s, x) with
      | none => none
      | some (s', x') => some (s', x')
    | some (s', x') => some (normalize (s', x'))

def tidy (p : Constraint × Coeffs) : Constraint × Coeffs := (tidy? p).getD p
abbrev tidyConstraint (s : Constraint) (x : Coeffs) : Constraint := (tidy (s, x)).1
abbrev tidyCoeffs (s : Constraint) (x : Coeffs) : Coeffs := (tidy (s, x)).2

section
variable {s : Constraint} {x v : Coeffs}

private theorem normalize_sat (w : s.sat' x v) : (normalize (s, x)).1.sat' (normalize (s, x)).2 v := by
  rw [normalize, normalize?]
  split
  · rename_i h
    have zero : Coeffs.dot x v = 0 := by
      have := IntList.gcd_dvd_dot_left x v
      rwa [show IntList.gcd x = 0 from h, Int.natCast_zero, Int.zero_dvd] at this
    split
    · exact Constraint.trivial_say
    · rename_i n
      have w : s.sat (Coeffs.dot x v) = true := w
      rw [zero] at w
      exact absurd w n
  · split
    · exact w
    · exact Constraint.div_sat' ‹_› w
private theorem positivize_sat {p : Constraint × Coeffs} (e : positivize? (s, x) = some p) (w : s.sat' x v) : p.1.sat' p.2 v := by
  rw [positivize?] at e
  split at e
  · exact nomatch e
  · rw [← Option.some.inj e]
    show s.neg.sat (IntList.dot ((-1 : Int) * x) v) = true
    rw [IntList.dot_smul_left, ← Int.neg_eq_neg_one_mul]
    exact Constraint.neg_sat w
theorem tidy_sat {s : Constraint} {x v : Coeffs} (w : s.sat' x v) : (tidyConstraint s x).sat' (tidyCoeffs s x) v := by
  show (tidy (s, x)).1.sat' (tidy (s, x)).2 v
  rw [tidy, tidy?]
  split
  · have n := normalize_sat w
    rw [normalize] at n
    split
    · exact w
    · rename_i e; rw [e] at n; exact n
  · rename_i e; exact normalize_sat (positivize_sat e w)

end

theorem combo_sat' (s t : Constraint) (a : Int) (x : Coeffs) (b : Int) (y : Coeffs) (v : Coeffs) (wx : s.sat' x v) (wy : t.sat' y v) :
    (Constraint.combo a s b t).sat' (Coeffs.combo a x b y) v := by
  show Constraint.sat _ (IntList.dot (IntList.combo a x b y) v) = true
  rw [IntList.combo_eq_smul_add_smul, IntList.dot_distrib_left, IntList.dot_smul_left, IntList.dot_smul_left]
  exact Constraint.combo_sat a wx b wy

abbrev bmod_div_term (m : Nat) (a b : Coeffs) : Int := Coeffs.bmod_dot_sub_dot_bmod m a b / m
def bmod_coeffs (m : Nat) (i : Nat) (x : Coeffs) : Coeffs := Coeffs.set (Coeffs.bmod x m) i m

theorem bmod_sat (m : Nat) (r : Int) (i : Nat) (x v : Coeffs) (h : x.length ≤ i) (p : Coeffs.get v i = bmod_div_term m x v)
    (w : (Constraint.exact r).sat' x v) : (Constraint.exact (Int.bmod r m)).sat' (bmod_coeffs m i x) v := by
  have e : r = IntList.dot x v := of_decide_eq_true (p := r = _) (by
    have w : decide (decide (r ≤ IntList.dot x v) = true ∧ decide (IntList.dot x v ≤ r) = true) = true := w
    have w := of_decide_eq_true w
    exact decide_eq_true (Int.le_antisymm (of_decide_eq_true w.1) (of_decide_eq_true w.2)))
  have d : IntList.dot (bmod_coeffs m i x) v = Int.bmod r m := by
    show IntList.dot (IntList.set (IntList.bmod x m) i m) v = _
    rw [IntList.dot_set_left, IntList.get_of_length_le (Nat.le_trans (IntList.bmod_length x m) h), Int.sub_zero,
      show IntList.get v i = _ from p]
    show _ + (m : Int) * (IntList.bmod_dot_sub_dot_bmod m x v / m) = _
    rw [Int.mul_ediv_cancel' (IntList.dvd_bmod_dot_sub_dot_bmod m x v), e, Int.add_comm]
    exact Int.sub_add_cancel _ _
  show Constraint.sat _ (IntList.dot _ _) = true
  rw [d]
  show decide (decide (_ ≤ _) = true ∧ decide (_ ≤ _) = true) = true
  rw [decide_eq_true (Int.le_refl _)]; rfl

end Lean.Omega
