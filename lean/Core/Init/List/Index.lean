/- # Core: facts about lists: indexing, take, drop, zip

Official names and statements; for the functions of `Init.List.Basic`.
-/
prelude

import Init.List.Lemmas

set_option linter.all false
universe u v w

namespace List

variable {α : Type u} {β : Type v} {γ : Type w}

/-! ## Indexing, take, drop -/

@[simp] theorem getElem_cons_zero (a : α) (as : List α) (h : 0 < (a :: as).length) : (a :: as)[0] = a := rfl
@[simp] theorem getElem_cons_succ (a : α) (as : List α) (i : Nat) (h : i + 1 < (a :: as).length) :
    (a :: as)[i + 1] = as[i]'(Nat.lt_of_succ_lt_succ h) := rfl
@[simp] theorem getElem?_nil {i : Nat} : ([] : List α)[i]? = none := by cases i <;> rfl
@[simp] theorem getElem?_cons_zero {a : α} {l : List α} : (a :: l)[0]? = some a := rfl
@[simp] theorem getElem?_cons_succ {a : α} {l : List α} {i : Nat} : (a :: l)[i + 1]? = l[i]? := rfl
theorem getElem?_cons {l : List α} {i : Nat} {a : α} : (a :: l)[i]? = if i = 0 then some a else l[i - 1]? := by cases i <;> rfl
@[simp] theorem getElem?_eq_getElem {l : List α} {i : Nat} (h : i < l.length) : l[i]? = some l[i] := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with | zero => rfl | succ i => exact ih (Nat.lt_of_succ_lt_succ h)
@[simp] theorem getElem?_eq_none_iff {l : List α} {i : Nat} : l[i]? = none ↔ l.length ≤ i := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i <;> simp [ih]
theorem getElem?_eq_none {l : List α} {i : Nat} (h : l.length ≤ i) : l[i]? = none := getElem?_eq_none_iff.mpr h
theorem getElem?_eq_some_iff {l : List α} {i : Nat} {a : α} : l[i]? = some a ↔ ∃ h : i < l.length, l[i] = a := by
  constructor
  · intro h
    have lt : i < l.length := Nat.lt_of_not_le fun le => by rw [getElem?_eq_none le] at h; exact nomatch h
    exact ⟨lt, Option.some.inj ((getElem?_eq_getElem lt).symm.trans h)⟩
  · intro ⟨h, e⟩; rw [getElem?_eq_getElem h, e]
@[simp] theorem getElem_mem {l : List α} {i : Nat} (h : i < l.length) : l[i] ∈ l := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with | zero => exact mem_cons_self | succ i => exact mem_cons_of_mem _ (ih (Nat.lt_of_succ_lt_succ h))
theorem getElem_of_mem {a : α} {l : List α} (h : a ∈ l) : ∃ (i : Nat) (h : i < l.length), l[i] = a := by
  induction h with
  | head as => exact ⟨0, Nat.zero_lt_succ _, rfl⟩
  | tail b _ ih => let ⟨i, h, e⟩ := ih; exact ⟨i + 1, Nat.succ_lt_succ h, e⟩
theorem mem_iff_getElem {a : α} {l : List α} : a ∈ l ↔ ∃ (i : Nat) (h : i < l.length), l[i] = a :=
  ⟨getElem_of_mem, fun ⟨_, h, e⟩ => e ▸ getElem_mem h⟩
theorem mem_of_getElem? {l : List α} {i : Nat} {a : α} (h : l[i]? = some a) : a ∈ l :=
  let ⟨h, e⟩ := getElem?_eq_some_iff.mp h; e ▸ getElem_mem h
theorem getElem?_of_mem {a : α} {l : List α} (h : a ∈ l) : ∃ i : Nat, l[i]? = some a :=
  let ⟨i, h, e⟩ := getElem_of_mem h; ⟨i, getElem?_eq_some_iff.mpr ⟨h, e⟩⟩
@[simp] theorem getElem?_map {f : α → β} {l : List α} {i : Nat} : (map f l)[i]? = Option.map f l[i]? := by
  induction l generalizing i with
  | nil => cases i <;> rfl
  | cons a l ih => cases i with | zero => rfl | succ i => exact ih
theorem getElem?_append_left {l₁ l₂ : List α} {i : Nat} (h : i < l₁.length) : (l₁ ++ l₂)[i]? = l₁[i]? := by
  induction l₁ generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih => cases i with | zero => rfl | succ i => exact ih (Nat.lt_of_succ_lt_succ h)
theorem getElem?_append_right {l₁ l₂ : List α} {i : Nat} (h : l₁.length ≤ i) : (l₁ ++ l₂)[i]? = l₂[i - l₁.length]? := by
  induction l₁ generalizing i with
  | nil => rfl
  | cons a l ih =>
    cases i with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ i => rw [length_cons, Nat.add_sub_add_right]; exact ih (Nat.le_of_succ_le_succ h)
theorem ext_getElem? {l₁ l₂ : List α} (h : ∀ i : Nat, l₁[i]? = l₂[i]?) : l₁ = l₂ := by
  induction l₁ generalizing l₂ with
  | nil => cases l₂ with | nil => rfl | cons b l₂ => exact nomatch h 0
  | cons a l₁ ih =>
    cases l₂ with
    | nil => exact nomatch h 0
    | cons b l₂ => rw [Option.some.inj (h 0), ih fun i => h (i + 1)]
@[simp] theorem head?_nil : head? ([] : List α) = none := rfl
@[simp] theorem head?_cons {a : α} {l : List α} : head? (a :: l) = some a := rfl
@[simp] theorem head_cons {a : α} {l : List α} {h : a :: l ≠ []} : head (a :: l) h = a := rfl
@[simp] theorem tail_nil : tail ([] : List α) = [] := rfl
@[simp] theorem tail_cons {a : α} {as : List α} : tail (a :: as) = as := rfl
theorem mem_of_mem_tail {a : α} {l : List α} (h : a ∈ tail l) : a ∈ l := by cases l with | nil => exact h | cons b l => exact mem_cons_of_mem _ h
theorem mem_of_head? {a : α} {l : List α} (h : head? l = some a) : a ∈ l := by
  cases l with | nil => exact nomatch h | cons b l => exact Option.some.inj h ▸ mem_cons_self
@[simp] theorem getD_cons_zero {x : α} {xs : List α} {d : α} : getD (x :: xs) 0 d = x := rfl
@[simp] theorem getD_cons_succ {x : α} {xs : List α} {n : Nat} {d : α} : getD (x :: xs) (n + 1) d = getD xs n d := rfl
@[simp] theorem getD_nil {n : Nat} {d : α} : getD [] n d = d := by cases n <;> rfl
@[simp] theorem take_zero {l : List α} : l.take 0 = [] := rfl
@[simp] theorem take_nil {i : Nat} : ([] : List α).take i = [] := by cases i <;> rfl
@[simp] theorem take_succ_cons {a : α} {as : List α} {i : Nat} : (a :: as).take (i + 1) = a :: as.take i := rfl
@[simp] theorem drop_zero {l : List α} : l.drop 0 = l := rfl
@[simp] theorem drop_nil {i : Nat} : ([] : List α).drop i = [] := by cases i <;> rfl
@[simp] theorem drop_succ_cons {a : α} {as : List α} {i : Nat} : (a :: as).drop (i + 1) = as.drop i := rfl
@[simp] theorem take_append_drop (i : Nat) (l : List α) : l.take i ++ l.drop i = l := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => rfl | succ i => exact congrArg (a :: ·) (ih i)
@[simp] theorem length_take {i : Nat} {l : List α} : (l.take i).length = min i l.length := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih =>
    cases i with
    | zero => simp
    | succ i => rw [take_succ_cons, length_cons, ih, length_cons, Nat.add_min_add_right]
@[simp] theorem length_drop {i : Nat} {l : List α} : (l.drop i).length = l.length - i := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => rfl | succ i => rw [drop_succ_cons, ih, length_cons, Nat.add_sub_add_right]
@[simp] theorem take_length {l : List α} : l.take l.length = l := by induction l with | nil => rfl | cons a l ih => exact congrArg (a :: ·) ih
@[simp] theorem drop_length {l : List α} : l.drop l.length = [] := by induction l with | nil => rfl | cons a l ih => exact ih
theorem take_of_length_le {l : List α} {i : Nat} (h : l.length ≤ i) : l.take i = l := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => exact absurd h (Nat.not_succ_le_zero _) | succ i => exact congrArg (a :: ·) (ih (Nat.le_of_succ_le_succ h))
@[simp] theorem take_left {l₁ l₂ : List α} : (l₁ ++ l₂).take l₁.length = l₁ := by induction l₁ with | nil => simp | cons a l ih => exact congrArg (a :: ·) ih
@[simp] theorem drop_left {l₁ l₂ : List α} : (l₁ ++ l₂).drop l₁.length = l₂ := by induction l₁ with | nil => simp | cons a l ih => exact ih
theorem drop_drop {i j : Nat} {l : List α} : (l.drop i).drop j = l.drop (i + j) := by
  induction l generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => simp | succ i => rw [drop_succ_cons, ih, Nat.add_right_comm, drop_succ_cons]
theorem mem_of_mem_take {a : α} {l : List α} {i : Nat} (h : a ∈ l.take i) : a ∈ l := take_append_drop i l ▸ mem_append_left _ h
theorem mem_of_mem_drop {a : α} {l : List α} {i : Nat} (h : a ∈ l.drop i) : a ∈ l := take_append_drop i l ▸ mem_append_right _ h
@[simp] theorem takeWhile_append_dropWhile {p : α → Bool} {l : List α} : takeWhile p l ++ dropWhile p l = l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [takeWhile, dropWhile]; cases p a with | true => exact congrArg (a :: ·) ih | false => rfl
@[simp] theorem length_replicate {n : Nat} {a : α} : (replicate n a).length = n := by induction n with | zero => rfl | succ n ih => simp [replicate, ih]
@[simp] theorem replicate_zero {a : α} : replicate 0 a = [] := rfl
theorem replicate_succ {a : α} {n : Nat} : replicate (n + 1) a = a :: replicate n a := rfl
@[simp] theorem mem_replicate {a b : α} {n : Nat} : b ∈ replicate n a ↔ n ≠ 0 ∧ b = a := by
  induction n with
  | zero => simp
  | succ n ih => simp [replicate_succ, ih]

/-! ## Zip -/

@[simp] theorem zipWith_nil_left {f : α → β → γ} {l : List β} : zipWith f [] l = [] := rfl
@[simp] theorem zipWith_nil_right {f : α → β → γ} {l : List α} : zipWith f l [] = [] := by cases l <;> rfl
@[simp] theorem zipWith_cons_cons {f : α → β → γ} {a : α} {as : List α} {b : β} {bs : List β} :
    zipWith f (a :: as) (b :: bs) = f a b :: zipWith f as bs := rfl
@[simp] theorem zip_nil_left {l : List β} : zip ([] : List α) l = [] := rfl
@[simp] theorem zip_nil_right {l : List α} : zip l ([] : List β) = [] := zipWith_nil_right
@[simp] theorem zip_cons_cons {a : α} {as : List α} {b : β} {bs : List β} : zip (a :: as) (b :: bs) = (a, b) :: zip as bs := rfl
@[simp] theorem length_zipWith {f : α → β → γ} {l₁ : List α} {l₂ : List β} : (zipWith f l₁ l₂).length = min l₁.length l₂.length := by
  induction l₁ generalizing l₂ with
  | nil => simp
  | cons a l₁ ih =>
    cases l₂ with
    | nil => simp
    | cons b l₂ => rw [zipWith_cons_cons, length_cons, ih, length_cons, length_cons, Nat.add_min_add_right]
@[simp] theorem length_zip {l₁ : List α} {l₂ : List β} : (zip l₁ l₂).length = min l₁.length l₂.length := length_zipWith

end List
