/- # Core: lists of integers as coefficients, for `omega`

`omega` writes linear forms as lists of integers, the missing ones zero, and asks the kernel to evaluate the functions here. Names and
definitions are the official ones of `Init.Omega.IntList` and `Coeffs`.
-/
prelude

import Init.Int.Division
import Init.List.Index

set_option linter.all false
universe u v w

/-! ## What else it takes of natural numbers, lists and options -/

private theorem Nat.gcdFuel_dvd : ∀ {fuel m n : Nat}, m ≤ fuel → gcdFuel fuel m n ∣ m ∧ gcdFuel fuel m n ∣ n
  | 0, m, n, h => by rw [Nat.le_zero.mp h]; exact ⟨⟨0, rfl⟩, Nat.dvd_refl n⟩
  | fuel + 1, m, n, h => by
    rw [gcdFuel]
    split
    · rename_i h; rw [h]; exact ⟨⟨0, rfl⟩, Nat.dvd_refl n⟩
    · rename_i h'
      have lt : n % m ≤ fuel := Nat.le_of_lt_succ (Nat.lt_of_lt_of_le (Nat.mod_lt n (Nat.pos_of_ne_zero h')) h)
      obtain ⟨⟨a, ha⟩, b, hb⟩ := gcdFuel_dvd (n := m) lt
      refine ⟨⟨b, hb⟩, b * (n / m) + a, ?_⟩
      rw [Nat.mul_add, ← Nat.mul_assoc, ← hb, ← ha, Nat.div_add_mod]

theorem Nat.gcd_dvd_left (m n : Nat) : gcd m n ∣ m := (gcdFuel_dvd (Nat.le_refl m)).1
theorem Nat.gcd_dvd_right (m n : Nat) : gcd m n ∣ n := (gcdFuel_dvd (Nat.le_refl m)).2

def List.zipWithAll {α : Type u} {β : Type v} {γ : Type w} (f : Option α → Option β → γ) : List α → List β → List γ
  | [], bs => bs.map fun b => f none (some b)
  | a :: as, [] => (a :: as).map fun a => f (some a) none
  | a :: as, b :: bs => f (some a) (some b) :: zipWithAll f as bs

def Option.merge {α : Type u} (fn : α → α → α) : Option α → Option α → Option α
  | none, none => none
  | some x, none => some x
  | none, some y => some y
  | some x, some y => some (fn x y)

namespace Lean.Omega

abbrev IntList := List Int

namespace IntList

variable {x y : Int} {xs ys : IntList} {i : Nat}

/-! ## One entry -/

def get (xs : IntList) (i : Nat) : Int := xs[i]?.getD 0

@[simp] theorem get_nil : get ([] : IntList) i = 0 := by rw [get, List.getElem?_nil]; rfl
@[simp] theorem get_cons_zero : get (x :: xs) 0 = x := rfl
@[simp] theorem get_cons_succ : get (x :: xs) (i + 1) = get xs i := rfl
theorem get_of_length_le (h : xs.length ≤ i) : get xs i = 0 := by rw [get, List.getElem?_eq_none h]; rfl

def set (xs : IntList) (i : Nat) (y : Int) : IntList :=
  match xs, i with
  | [], 0 => [y]
  | [], i + 1 => 0 :: set [] i y
  | _ :: xs, 0 => y :: xs
  | x :: xs, i + 1 => x :: set xs i y

@[simp] theorem set_nil_zero : set [] 0 y = [y] := rfl
@[simp] theorem set_nil_succ : set [] (i + 1) y = 0 :: set [] i y := rfl
@[simp] theorem set_cons_zero : set (x :: xs) 0 y = y :: xs := rfl
@[simp] theorem set_cons_succ : set (x :: xs) (i + 1) y = x :: set xs i y := rfl

def leading (xs : IntList) : Int := (xs.find? (! · == 0)).getD 0

/-! ## Operations -/

def add (xs ys : IntList) : IntList := List.zipWithAll (fun x y => x.getD 0 + y.getD 0) xs ys
instance instAdd : Add IntList := ⟨add⟩
def mul (xs ys : IntList) : IntList := List.zipWith (· * ·) xs ys
instance instMul : Mul IntList := ⟨mul⟩
def neg (xs : IntList) : IntList := xs.map fun x => -x
instance instNeg : Neg IntList := ⟨neg⟩
def sub (xs ys : IntList) : IntList := List.zipWithAll (fun x y => x.getD 0 - y.getD 0) xs ys
instance instSub : Sub IntList := ⟨sub⟩
def smul (xs : IntList) (i : Int) : IntList := xs.map fun x => i * x
instance instHMulInt : HMul Int IntList IntList := ⟨fun i xs => xs.smul i⟩
def combo (a : Int) (xs : IntList) (b : Int) (ys : IntList) : IntList :=
  List.zipWithAll (fun x y => a * x.getD 0 + b * y.getD 0) xs ys
def sum (xs : IntList) : Int := xs.foldr (· + ·) 0
def dot (xs ys : IntList) : Int := (xs * ys).sum
def sdiv (xs : IntList) (g : Int) : IntList := xs.map fun x => x / g
def gcd (xs : IntList) : Nat := xs.foldr (fun x g => Nat.gcd x.natAbs g) 0
abbrev bmod (x : IntList) (m : Nat) : IntList := x.map (Int.bmod · m)
abbrev bmod_dot_sub_dot_bmod (m : Nat) (a b : IntList) : Int := Int.bmod (dot a b) m - dot (bmod a m) b

private theorem map_same {f : Int → Int} (h : ∀ x, f x = x) : ∀ xs : List Int, xs.map f = xs
  | [] => rfl
  | x :: xs => by rw [List.map_cons, h, map_same h xs]

@[simp] theorem nil_add (xs : IntList) : [] + xs = xs := map_same (fun x => Int.zero_add x) xs
@[simp] theorem add_nil : ∀ xs : IntList, xs + [] = xs
  | [] => rfl
  | x :: xs => map_same (fun x => Int.add_zero x) (x :: xs)
@[simp] theorem cons_add_cons (x : Int) (xs : IntList) (y : Int) (ys : IntList) : (x :: xs : IntList) + (y :: ys : IntList) = (x + y) :: (xs + ys) := rfl
theorem combo_eq_smul_add_smul (a : Int) (xs : IntList) (b : Int) (ys : IntList) : combo a xs b ys = a * xs + b * ys := by
  induction xs generalizing ys with
  | nil =>
    rw [show a * ([] : IntList) = [] from rfl, nil_add]
    exact List.map_congr_left fun y _ => by show a * 0 + b * y = b * y; rw [Int.mul_zero, Int.zero_add]
  | cons x xs ih =>
    cases ys with
    | nil =>
      rw [show b * ([] : IntList) = [] from rfl, add_nil]
      exact List.map_congr_left fun y _ => by show a * y + b * 0 = a * y; rw [Int.mul_zero, Int.add_zero]
    | cons y ys => exact congrArg (_ :: ·) (ih ys)
theorem sub_eq_add_neg (xs ys : IntList) : xs - ys = xs + -ys := by
  induction xs generalizing ys with
  | nil => rw [nil_add]; exact List.map_congr_left fun y _ => Int.zero_sub y
  | cons x xs ih =>
    cases ys with
    | nil => rw [show -([] : IntList) = [] from rfl, add_nil]; exact map_same (fun y => Int.sub_zero y) _
    | cons y ys => exact congrArg (_ :: ·) (ih ys)

/-! ## Products -/

@[simp] theorem nil_dot (xs : IntList) : dot [] xs = 0 := rfl
@[simp] theorem dot_nil_right : ∀ {xs : IntList}, dot xs [] = 0
  | [] => rfl
  | _ :: _ => rfl
@[simp] theorem dot_cons₂ : dot (x :: xs) (y :: ys) = x * y + dot xs ys := rfl

/-- Two functions of `xs` that agree where `dot` looks are equal. -/
private theorem by_entries {p : IntList → IntList → Prop} (nil : ∀ ys, p [] ys) (stop : ∀ xs, p xs [])
    (more : ∀ x xs y ys, p xs ys → p (x :: xs) (y :: ys)) : ∀ xs ys, p xs ys
  | [], ys => nil ys
  | x :: xs, [] => stop (x :: xs)
  | x :: xs, y :: ys => more x xs y ys (by_entries nil stop more xs ys)

theorem dot_distrib_left (xs ys zs : IntList) : (xs + ys).dot zs = xs.dot zs + ys.dot zs := by
  induction zs generalizing xs ys with
  | nil => rw [dot_nil_right, dot_nil_right, dot_nil_right]; rfl
  | cons z zs ih =>
    cases xs with
    | nil => rw [nil_add, nil_dot, Int.zero_add]
    | cons x xs =>
      cases ys with
      | nil => rw [add_nil, nil_dot, Int.add_zero]
      | cons y ys => rw [cons_add_cons, dot_cons₂, dot_cons₂, dot_cons₂, ih, Int.add_mul, Int.add_add_add_comm]
@[simp] theorem dot_neg_left (xs ys : IntList) : (-xs).dot ys = -(xs.dot ys) := by
  refine by_entries (p := fun xs ys => (-xs).dot ys = -(xs.dot ys)) (fun _ => rfl) (fun xs => ?_) (fun x xs y ys ih => ?_) xs ys
  · rw [dot_nil_right, dot_nil_right]; rfl
  · show -x * y + (-xs).dot ys = -(x * y + xs.dot ys)
    rw [ih, Int.neg_mul, Int.neg_add]
@[simp] theorem dot_smul_left (xs ys : IntList) (i : Int) : (i * xs).dot ys = i * xs.dot ys := by
  refine by_entries (p := fun xs ys => (i * xs).dot ys = i * xs.dot ys) (fun _ => (Int.mul_zero i).symm) (fun xs => ?_)
    (fun x xs y ys ih => ?_) xs ys
  · rw [dot_nil_right, dot_nil_right, Int.mul_zero]
  · show i * x * y + (i * xs).dot ys = i * (x * y + xs.dot ys)
    rw [ih, Int.mul_add, Int.mul_assoc]
@[simp] theorem dot_set_left (xs ys : IntList) (i : Nat) (z : Int) :
    dot (xs.set i z) ys = dot xs ys + (z - xs.get i) * ys.get i := by
  induction i generalizing xs ys with
  | zero =>
    cases ys with
    | nil => rw [dot_nil_right, dot_nil_right, get_nil, Int.mul_zero]; rfl
    | cons y ys =>
      cases xs with
      | nil => show z * y + 0 = 0 + (z - 0) * y; rw [Int.add_zero, Int.zero_add, Int.sub_zero]
      | cons x xs => rw [set_cons_zero, dot_cons₂, dot_cons₂, get_cons_zero, get_cons_zero, Int.sub_mul, Int.add_right_comm, Int.add_comm (x * y),
          Int.sub_add_cancel]
  | succ i ih =>
    cases ys with
    | nil => rw [dot_nil_right, dot_nil_right, get_nil, Int.mul_zero]; rfl
    | cons y ys =>
      cases xs with
      | nil =>
        rw [set_nil_succ, dot_cons₂, ih, get_nil, get_nil, get_cons_succ, nil_dot, nil_dot, Int.zero_mul, Int.zero_add]
      | cons x xs => rw [set_cons_succ, dot_cons₂, ih, dot_cons₂, get_cons_succ, get_cons_succ, Int.add_assoc]
theorem dot_of_left_zero (w : ∀ x, x ∈ xs → x = 0) : dot xs ys = 0 := by
  induction xs generalizing ys with
  | nil => rfl
  | cons x xs ih =>
    cases ys with
    | nil => rfl
    | cons y ys =>
      rw [dot_cons₂, w x (List.mem_cons_self ..), ih fun x m => w x (List.mem_cons_of_mem _ m), Int.zero_mul, Int.add_zero]

/-! ## Common divisors -/

theorem gcd_cons_div_left : (gcd (x :: xs) : Int) ∣ x := Int.ofNat_dvd_left.mpr (Nat.gcd_dvd_left ..)
theorem gcd_cons_div_right' : (gcd (x :: xs) : Int) ∣ (gcd xs : Int) := Int.ofNat_dvd.mpr (Nat.gcd_dvd_right ..)
theorem gcd_dvd_dot_left (xs ys : IntList) : (xs.gcd : Int) ∣ dot xs ys := by
  induction xs generalizing ys with
  | nil => exact Int.dvd_zero _
  | cons x xs ih =>
    cases ys with
    | nil => exact Int.dvd_zero _
    | cons y ys =>
      exact Int.dvd_add (Int.dvd_trans gcd_cons_div_left (Int.dvd_mul_right x y)) (Int.dvd_trans gcd_cons_div_right' (ih ys))
theorem dot_sdiv_left (xs ys : IntList) {d : Int} (h : d ∣ xs.gcd) : dot (xs.sdiv d) ys = dot xs ys / d := by
  by_cases n : d = 0
  · have zero : ∀ x, x ∈ xs.sdiv 0 → x = 0 := fun x m => by
      obtain ⟨y, _, e⟩ := List.mem_map.mp m; rw [← e, Int.ediv_zero]
    rw [n, Int.ediv_zero, dot_of_left_zero zero]
  · have times : d * dot (xs.sdiv d) ys = dot xs ys := by
      induction xs generalizing ys with
      | nil => exact Int.mul_zero d
      | cons x xs ih =>
        cases ys with
        | nil => exact Int.mul_zero d
        | cons y ys =>
          show d * (x / d * y + dot (sdiv xs d) ys) = x * y + dot xs ys
          rw [Int.mul_add, ih ys (Int.dvd_trans h gcd_cons_div_right'), ← Int.mul_assoc, Int.mul_ediv_cancel' (Int.dvd_trans h gcd_cons_div_left)]
    rw [← times, Int.mul_ediv_cancel_left _ n]

/-! ## Remainders around zero -/

theorem bmod_length (x : IntList) (m : Nat) : (bmod x m).length ≤ x.length := Nat.le_of_eq (List.length_map _)
theorem dvd_bmod_dot_sub_dot_bmod (m : Nat) (xs ys : IntList) : (m : Int) ∣ bmod_dot_sub_dot_bmod m xs ys := by
  have entries : (m : Int) ∣ dot xs ys - dot (bmod xs m) ys := by
    refine by_entries (p := fun xs ys => (m : Int) ∣ dot xs ys - dot (bmod xs m) ys) (fun _ => Int.dvd_zero _) (fun xs => ?_)
      (fun x xs y ys ih => ?_) xs ys
    · rw [dot_nil_right, dot_nil_right]; exact Int.dvd_zero _
    · show (m : Int) ∣ x * y + dot xs ys - (Int.bmod x m * y + dot (bmod xs m) ys)
      rw [Int.sub_eq_add_neg, Int.neg_add, Int.add_add_add_comm]
      refine Int.dvd_add ?_ ih
      rw [← Int.neg_mul, ← Int.add_mul]
      exact Int.dvd_trans (Int.dvd_self_sub_bmod) (Int.dvd_mul_right _ y)
  have whole : (m : Int) ∣ dot xs ys - Int.bmod (dot xs ys) m := Int.dvd_self_sub_bmod
  have both := Int.dvd_sub entries whole
  rwa [Int.sub_eq_add_neg (b := dot xs ys - _), Int.neg_sub, Int.add_comm, Int.sub_eq_add_neg (a := dot xs ys), ← Int.add_assoc,
    Int.sub_add_cancel] at both

end IntList

/-! ## Coefficients -/

abbrev Coeffs := IntList

namespace Coeffs

abbrev toList (xs : Coeffs) : List Int := xs
abbrev ofList (xs : List Int) : Coeffs := xs
abbrev isZero (xs : Coeffs) : Prop := ∀ x, x ∈ xs → x = 0
abbrev set (xs : Coeffs) (i : Nat) (y : Int) : Coeffs := IntList.set xs i y
abbrev get (xs : Coeffs) (i : Nat) : Int := IntList.get xs i
abbrev gcd (xs : Coeffs) : Nat := IntList.gcd xs
abbrev smul (xs : Coeffs) (g : Int) : Coeffs := IntList.smul xs g
abbrev sdiv (xs : Coeffs) (g : Int) : Coeffs := IntList.sdiv xs g
abbrev dot (xs ys : Coeffs) : Int := IntList.dot xs ys
abbrev add (xs ys : Coeffs) : Coeffs := IntList.add xs ys
abbrev sub (xs ys : Coeffs) : Coeffs := IntList.sub xs ys
abbrev neg (xs : Coeffs) : Coeffs := IntList.neg xs
abbrev combo (a : Int) (xs : Coeffs) (b : Int) (ys : Coeffs) : Coeffs := IntList.combo a xs b ys
abbrev length (xs : Coeffs) : Nat := List.length xs
abbrev leading (xs : Coeffs) : Int := IntList.leading xs
abbrev map (f : Int → Int) (xs : Coeffs) : Coeffs := List.map f xs
abbrev bmod (x : Coeffs) (m : Nat) : Coeffs := IntList.bmod x m
abbrev bmod_dot_sub_dot_bmod (m : Nat) (a b : Coeffs) : Int := IntList.bmod_dot_sub_dot_bmod m a b

end Coeffs
end Lean.Omega
