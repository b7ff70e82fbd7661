/- # Core: facts about lists: entries, first and last element, parts, ranges, prefixes, counting, sums

Official names and statements; for the functions of `Init.List.Basic` and for some more, which stand first.
-/
prelude

import Init.Laws

set_option linter.all false
universe u v w

namespace List

variable {α : Type u} {β : Type v} {γ : Type w}

/-! ## More functions -/

def head! [Inhabited α] : List α → α
  | [] => default
  | a :: _ => a

def getLast! [Inhabited α] : List α → α
  | [] => default
  | a :: as => getLast (a :: as) nofun

def getLastD : (as : List α) → (fallback : α) → α
  | [], a₀ => a₀
  | a :: as, _ => getLast (a :: as) nofun

def splitAt (n : Nat) (l : List α) : List α × List α := (l.take n, l.drop n)
def span (p : α → Bool) (as : List α) : List α × List α := (as.takeWhile p, as.dropWhile p)

def zipIdx : (l : List α) → (n : Nat := 0) → List (α × Nat)
  | [], _ => nil
  | x :: xs, n => (x, n) :: zipIdx xs (n + 1)

@[inline] def mapIdx (f : Nat → α → β) (as : List α) : List β := go as 0
where
  go : List α → Nat → List β
    | [], _ => []
    | a :: as, n => f n a :: go as (n + 1)

def modifyTailIdx (l : List α) (i : Nat) (f : List α → List α) : List α := go i l
where
  go : Nat → List α → List α
    | 0, l => f l
    | _ + 1, [] => []
    | i + 1, a :: l => a :: go i l

def insertIdx (xs : List α) (i : Nat) (a : α) : List α := xs.modifyTailIdx i (cons a)

def eraseIdx : (l : List α) → (i : Nat) → List α
  | [], _ => []
  | _ :: as, 0 => as
  | a :: as, n + 1 => a :: eraseIdx as n

def idxOf [BEq α] (a : α) : List α → Nat := findIdx (· == a)

def findIdx? (p : α → Bool) (l : List α) : Option Nat := go l 0
where
  go : List α → Nat → Option Nat
    | [], _ => none
    | a :: l, i => if p a then some i else go l (i + 1)

def idxOf? [BEq α] (a : α) : List α → Option Nat := findIdx? (· == a)

protected def max? [Max α] : List α → Option α
  | [] => none
  | a :: as => some (as.foldl max a)

protected def min? [Min α] : List α → Option α
  | [] => none
  | a :: as => some (as.foldl min a)

@[simp] theorem splitAt_eq {n : Nat} {l : List α} : splitAt n l = (l.take n, l.drop n) := rfl
@[simp] theorem span_eq_takeWhile_dropWhile {p : α → Bool} {l : List α} : span p l = (l.takeWhile p, l.dropWhile p) := rfl

/-! ## Entries -/

theorem length_pos_of_ne_nil {l : List α} (h : l ≠ []) : 0 < l.length := length_pos_iff.mpr h
theorem ext_getElem {l₁ l₂ : List α} (hl : length l₁ = length l₂)
    (h : ∀ (i : Nat) (h₁ : i < l₁.length) (h₂ : i < l₂.length), l₁[i]'h₁ = l₂[i]'h₂) : l₁ = l₂ :=
  ext_getElem? fun i => by
    cases Nat.lt_or_ge i l₁.length with
    | inl h₁ => rw [getElem?_eq_getElem h₁, getElem?_eq_getElem (hl ▸ h₁), h]
    | inr h₁ => rw [getElem?_eq_none h₁, getElem?_eq_none (hl ▸ h₁)]
@[simp] theorem some_getElem_eq_getElem?_iff {xs : List α} {i : Nat} (h : i < xs.length) : (some xs[i] = xs[i]?) ↔ True :=
  iff_true_intro (getElem?_eq_getElem h).symm
@[simp] theorem getElem?_eq_some_getElem_iff {xs : List α} {i : Nat} (h : i < xs.length) : (xs[i]? = some xs[i]) ↔ True :=
  iff_true_intro (getElem?_eq_getElem h)
@[simp] theorem getElem_map (f : α → β) {l : List α} {i : Nat} {h : i < (map f l).length} :
    (map f l)[i] = f (l[i]'(length_map (as := l) f ▸ h)) :=
  Option.some.inj (by rw [← getElem?_eq_getElem, getElem?_map, getElem?_eq_getElem]; rfl)
@[simp] theorem getElem_append_left {as bs : List α} {i : Nat} (h : i < as.length) {h' : i < (as ++ bs).length} :
    (as ++ bs)[i] = as[i] :=
  Option.some.inj (by rw [← getElem?_eq_getElem, ← getElem?_eq_getElem, getElem?_append_left h])
@[simp] theorem getElem_append_right {as bs : List α} {i : Nat} (h₁ : as.length ≤ i) {h₂ : i < (as ++ bs).length} :
    (as ++ bs)[i]'h₂ = bs[i - as.length]'((Nat.sub_lt_iff_lt_add h₁).mpr (Nat.add_comm .. ▸ length_append (as := as) ▸ h₂)) :=
  Option.some.inj (by rw [← getElem?_eq_getElem, ← getElem?_eq_getElem, getElem?_append_right h₁])
@[simp] theorem getElem?_take_of_lt {l : List α} {i j : Nat} (h : i < j) : (l.take j)[i]? = l[i]? := by
  induction l generalizing i j with
  | nil => rw [take_nil]
  | cons a l ih =>
    cases j with
    | zero => exact absurd h (Nat.not_lt_zero i)
    | succ j => cases i with | zero => rfl | succ i => exact ih (Nat.lt_of_succ_lt_succ h)
@[simp] theorem getElem_take {l : List α} {j i : Nat} {h : i < (l.take j).length} :
    (l.take j)[i] = l[i]'(Nat.lt_of_lt_of_le h (by rw [length_take]; exact Nat.min_le_right ..)) :=
  Option.some.inj (by
    rw [← getElem?_eq_getElem, ← getElem?_eq_getElem]
    exact getElem?_take_of_lt (Nat.lt_of_lt_of_le h (by rw [length_take]; exact Nat.min_le_left ..)))
@[simp] theorem getElem?_drop {xs : List α} {i j : Nat} : (xs.drop i)[j]? = xs[i + j]? := by
  induction xs generalizing i with
  | nil => simp
  | cons a l ih => cases i with | zero => rw [drop_zero, Nat.zero_add] | succ i => rw [drop_succ_cons, ih, Nat.add_right_comm]; rfl
@[simp] theorem getElem_drop {xs : List α} {i j : Nat} {h : j < (xs.drop i).length} :
    (xs.drop i)[j] = xs[i + j]'(by rw [length_drop] at h; omega) :=
  Option.some.inj (by rw [← getElem?_eq_getElem, ← getElem?_eq_getElem, getElem?_drop])
@[simp] theorem getElem_replicate {a : α} {n i : Nat} (h : i < (replicate n a).length) : (replicate n a)[i] = a :=
  (mem_replicate.mp (getElem_mem h)).2
@[simp] theorem length_set {as : List α} {i : Nat} {a : α} : (as.set i a).length = as.length := by
  induction as generalizing i with | nil => rfl | cons x xs ih => cases i with | zero => rfl | succ i => exact congrArg Nat.succ ih

@[simp] theorem get_eq_getElem {l : List α} {i : Fin l.length} : l.get i = l[i.1]'i.2 := rfl
@[simp] theorem getD_eq_getElem?_getD {l : List α} {i : Nat} {a : α} : getD l i a = (l[i]?).getD a := rfl
theorem length_eq_one_iff {l : List α} : l.length = 1 ↔ ∃ a, l = [a] :=
  ⟨fun h => match l, h with | [a], _ => ⟨a, rfl⟩, fun ⟨_, h⟩ => h ▸ rfl⟩
theorem length_filterMap_le (f : α → Option β) (l : List α) : (filterMap f l).length ≤ l.length := by
  induction l with
  | nil => exact Nat.le_refl 0
  | cons a l ih => rw [filterMap_cons]; cases f a with | none => exact Nat.le_succ_of_le ih | some => exact Nat.succ_le_succ ih

/-! ## The first -/

@[simp] theorem head_mem : ∀ {l : List α} (h : l ≠ []), head l h ∈ l
  | _ :: _, _ => .head _
@[simp] theorem cons_head_tail : ∀ {l : List α} (h : l ≠ []), l.head h :: l.tail = l
  | _ :: _, _ => rfl
theorem head?_eq_some_head : ∀ {l : List α} (h : l ≠ []), head? l = some (head l h)
  | _ :: _, _ => rfl
@[simp] theorem head?_eq_none_iff {l : List α} : l.head? = none ↔ l = [] := by cases l <;> simp
theorem head?_eq_some_iff {xs : List α} {a : α} : xs.head? = some a ↔ ∃ ys, xs = a :: ys := by
  cases xs with
  | nil => exact iff_of_false nofun fun ⟨_, h⟩ => nomatch h
  | cons b l => exact ⟨fun h => ⟨l, congrArg (· :: l) (Option.some.inj h)⟩, fun ⟨_, h⟩ => congrArg some (cons.inj h).1⟩
@[simp] theorem length_tail {l : List α} : (tail l).length = l.length - 1 := by cases l <;> rfl
@[simp] theorem head?_map {f : α → β} {l : List α} : (map f l).head? = l.head?.map f := by cases l <;> rfl
@[simp] theorem map_tail {f : α → β} {l : List α} : map f l.tail = (map f l).tail := by cases l <;> rfl
@[simp] theorem head_append_of_ne_nil {l l' : List α} {w₁} (w₂) : head (l ++ l') w₁ = head l w₂ := by
  cases l with | nil => exact absurd rfl w₂ | cons a l => rfl
theorem head?_eq_getElem? {l : List α} : head? l = l[0]? := by cases l <;> rfl
theorem head_eq_getElem {l : List α} (h : l ≠ []) : head l h = l[0]'(length_pos_iff.mpr h) := by
  cases l with | nil => exact absurd rfl h | cons a l => rfl

/-! ## The last -/

theorem getLast_cons {a : α} {l : List α} (h : l ≠ []) : getLast (a :: l) (cons_ne_nil a l) = getLast l h := by
  cases l with | nil => exact absurd rfl h | cons b l => rfl
@[simp] theorem getLast_singleton {a : α} (h) : @getLast α [a] h = a := rfl
@[simp] theorem getLast?_nil : getLast? ([] : List α) = none := rfl
@[simp] theorem getLast?_singleton {a : α} : getLast? [a] = some a := rfl
@[simp] private theorem getLast?_cons_cons' {a b : α} {l : List α} : (a :: b :: l).getLast? = (b :: l).getLast? := rfl
@[simp] private theorem getLast_cons_cons' {a b : α} {l : List α} (h) : getLast (a :: b :: l) h = getLast (b :: l) (cons_ne_nil b l) := rfl
@[simp] theorem getLast_mem : ∀ {l : List α} (h : l ≠ []), getLast l h ∈ l
  | [_], _ => .head _
  | _ :: b :: l, _ => .tail _ (getLast_mem (l := b :: l) nofun)
theorem getLast?_eq_some_getLast : ∀ {l : List α} (h : l ≠ []), getLast? l = some (getLast l h)
  | _ :: _, _ => rfl
theorem getLast_concat {a : α} : ∀ {l : List α}, getLast (l ++ [a]) (by simp) = a
  | [] => rfl
  | _ :: l => (getLast_cons (append_ne_nil_of_right_ne_nil l (cons_ne_nil a []))).trans (getLast_concat (l := l))
@[simp] theorem getLast_append_of_ne_nil {l' : List α} : ∀ {l : List α} (h₁) (h₂ : l' ≠ []), getLast (l ++ l') h₁ = getLast l' h₂
  | [], _, _ => rfl
  | _ :: l, _, h₂ => (getLast_cons (append_ne_nil_of_right_ne_nil l h₂)).trans (getLast_append_of_ne_nil _ h₂)
@[simp] theorem getLast?_append {l l' : List α} : (l ++ l').getLast? = l'.getLast?.or l.getLast? := by
  cases l' with
  | nil => rw [append_nil]; rfl
  | cons a l' =>
    have h := cons_ne_nil a l'
    rw [getLast?_eq_some_getLast h, getLast?_eq_some_getLast (append_ne_nil_of_right_ne_nil l h), getLast_append_of_ne_nil _ h]; rfl
theorem getLast?_concat {l : List α} {a : α} : (l ++ [a]).getLast? = some a := by
  rw [getLast?_append]; rfl
@[simp] theorem head?_append {l l' : List α} : (l ++ l').head? = l.head?.or l'.head? := by cases l <;> rfl
@[simp] theorem getLast?_reverse {l : List α} : l.reverse.getLast? = l.head? := by cases l <;> simp
@[simp] theorem head?_reverse {l : List α} : l.reverse.head? = l.getLast? := by rw [← getLast?_reverse, reverse_reverse]
@[simp] theorem getLast?_eq_none_iff {xs : List α} : xs.getLast? = none ↔ xs = [] := by cases xs <;> simp [getLast?]
@[simp] theorem length_dropLast : ∀ {xs : List α}, xs.dropLast.length = xs.length - 1
  | [] | [_] => rfl
  | _ :: b :: l => congrArg Nat.succ (length_dropLast (xs := b :: l))
@[simp] theorem dropLast_nil : ([] : List α).dropLast = [] := rfl
@[simp] theorem dropLast_singleton {x : α} : [x].dropLast = [] := rfl
@[simp] private theorem dropLast_cons_cons {x y : α} {zs : List α} : (x :: y :: zs).dropLast = x :: (y :: zs).dropLast := rfl
theorem dropLast_concat_getLast : ∀ {l : List α} (h : l ≠ []), dropLast l ++ [getLast l h] = l
  | [_], _ => rfl
  | a :: b :: l, _ => congrArg (a :: ·) (dropLast_concat_getLast (l := b :: l) nofun)
@[simp] theorem dropLast_concat {l : List α} {b : α} : dropLast (l ++ [b]) = l := by
  induction l with
  | nil => rfl
  | cons a l ih => cases l with | nil => rfl | cons c l => exact congrArg (a :: ·) ih
theorem mem_of_mem_dropLast {a : α} : ∀ {l : List α}, a ∈ l.dropLast → a ∈ l
  | _ :: _ :: _, .head _ => .head _
  | _ :: b :: l, .tail _ h => .tail _ (mem_of_mem_dropLast (l := b :: l) h)

/-! ## Parts -/

theorem replicate_succ' {n : Nat} {a : α} : replicate (n + 1) a = replicate n a ++ [a] := by
  induction n with | zero => rfl | succ n ih => exact congrArg (a :: ·) ih
@[simp] theorem reverse_replicate {n : Nat} {a : α} : (replicate n a).reverse = replicate n a := by
  induction n with | zero => rfl | succ n ih => rw [replicate_succ, reverse_cons, ih, ← replicate_succ']; rfl
@[simp] theorem map_replicate {n : Nat} {a : α} {f : α → β} : (replicate n a).map f = replicate n (f a) := by
  induction n with | zero => rfl | succ n ih => exact congrArg (f a :: ·) ih
@[simp] theorem drop_eq_nil_iff {l : List α} {i : Nat} : l.drop i = [] ↔ l.length ≤ i := by
  rw [← length_eq_zero_iff, length_drop, Nat.sub_eq_zero_iff_le]
theorem drop_of_length_le {l : List α} {i : Nat} (h : l.length ≤ i) : l.drop i = [] := drop_eq_nil_iff.mpr h
theorem drop_eq_nil_of_le {as : List α} {i : Nat} (h : as.length ≤ i) : as.drop i = [] := drop_eq_nil_iff.mpr h
@[simp] theorem take_take {i j : Nat} {l : List α} : take i (take j l) = take (min i j) l := by
  induction l generalizing i j with
  | nil => simp
  | cons a l ih =>
    cases i with
    | zero => simp
    | succ i => cases j with | zero => simp | succ j => rw [take_succ_cons, take_succ_cons, ih, Nat.add_min_add_right]; rfl
@[simp] theorem filter_reverse {p : α → Bool} {l : List α} : filter p l.reverse = (filter p l).reverse := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [reverse_cons, filter_append, ih, filter_cons (xs := l)]; cases h : p a <;> simp [filter, h]
theorem filter_map {p : α → Bool} {f : β → α} {l : List β} : filter p (map f l) = map f (filter (p ∘ f) l) := by
  induction l with | nil => rfl | cons a l ih => rw [map_cons, filter_cons, filter_cons, ih]; cases h : p (f a) <;> simp [h]
theorem foldl_map {β₁ : Type u} {β₂ : Type v} {f : β₁ → β₂} {g : α → β₂ → α} {l : List β₁} {init : α} :
    (l.map f).foldl g init = l.foldl (fun x y => g x (f y)) init := by
  induction l generalizing init with | nil => rfl | cons a l ih => exact ih
theorem foldr_map {α₁ : Type u} {α₂ : Type v} {f : α₁ → α₂} {g : α₂ → β → β} {l : List α₁} {init : β} :
    (l.map f).foldr g init = l.foldr (fun x y => g (f x) y) init := by
  induction l with | nil => rfl | cons a l ih => exact congrArg (g (f a)) ih
@[simp] theorem foldr_cons_eq_append {l : List α} {f : α → β} {l' : List β} :
    l.foldr (fun x ys => f x :: ys) l' = l.map f ++ l' := by
  induction l with | nil => rfl | cons a l ih => exact congrArg (f a :: ·) ih
@[simp] theorem foldr_cons_eq_append' {l l' : List β} : l.foldr cons l' = l ++ l' := by
  induction l with | nil => rfl | cons a l ih => exact congrArg (a :: ·) ih
@[simp] theorem foldl_flip_cons_eq_append {l : List α} {f : α → β} {l' : List β} :
    l.foldl (fun xs y => f y :: xs) l' = (l.map f).reverse ++ l' := by
  induction l generalizing l' with | nil => rfl | cons a l ih => simp [ih]
@[simp] theorem foldl_reverse {l : List α} {f : β → α → β} {b : β} : l.reverse.foldl f b = l.foldr (fun x y => f y x) b := by
  induction l generalizing b with | nil => rfl | cons a l ih => rw [reverse_cons, foldl_append, ih]; rfl
@[simp] theorem foldr_reverse {l : List α} {f : α → β → β} {b : β} : l.reverse.foldr f b = l.foldl (fun x y => f y x) b := by
  induction l generalizing b with | nil => rfl | cons a l ih => rw [reverse_cons, foldr_append, foldl_cons, ← ih]; rfl
theorem not_any_eq_all_not {l : List α} {p : α → Bool} : (!l.any p) = l.all fun a => !p a := by
  induction l with | nil => rfl | cons a l ih => rw [any_cons, all_cons, Bool.not_or, ih]
theorem not_all_eq_any_not {l : List α} {p : α → Bool} : (!l.all p) = l.any fun a => !p a := by
  induction l with | nil => rfl | cons a l ih => rw [any_cons, all_cons, Bool.not_and, ih]
theorem any_eq_not_all_not {l : List α} {p : α → Bool} : l.any p = !l.all fun a => !p a := by rw [← not_any_eq_all_not, Bool.not_not]
theorem all_eq_not_any_not {l : List α} {p : α → Bool} : l.all p = !l.any fun a => !p a := by rw [← not_all_eq_any_not, Bool.not_not]
@[simp] theorem any_reverse {l : List α} {f : α → Bool} : l.reverse.any f = l.any f := by
  induction l with | nil => rfl | cons a l ih => rw [reverse_cons, any_append, ih, any_cons, Bool.or_comm]; simp
@[simp] theorem all_reverse {l : List α} {f : α → Bool} : l.reverse.all f = l.all f := by
  induction l with | nil => rfl | cons a l ih => rw [reverse_cons, all_append, ih, all_cons, Bool.and_comm]; simp

/-! ## Ranges -/

private theorem range_loop_append (n : Nat) (l : List Nat) : range.loop n l = range n ++ l := by
  suffices h : ∀ n l r, range.loop n (l ++ r) = range.loop n l ++ r from h n [] l
  intro n
  induction n with
  | zero => exact fun _ _ => rfl
  | succ n ih => exact fun l r => ih (n :: l) r
theorem range_succ {n : Nat} : range (n + 1) = range n ++ [n] := range_loop_append n [n]
@[simp] theorem range_zero : range 0 = [] := rfl
theorem getElem?_range {i n : Nat} (h : i < n) : (range n)[i]? = some i := by
  induction n with
  | zero => exact absurd h (Nat.not_lt_zero i)
  | succ n ih =>
    rw [range_succ]
    cases Nat.lt_or_eq_of_le (Nat.le_of_lt_succ h) with
    | inl h => rw [getElem?_append_left (by simp [h]), ih h]
    | inr h => rw [getElem?_append_right (by simp [h]), h]; simp
@[simp] theorem getElem_range {j n : Nat} (h : j < (range n).length) : (range n)[j] = j :=
  Option.some.inj (by rw [← getElem?_eq_getElem]; exact getElem?_range (by simpa using h))

/-! ## Prefixes, suffixes, infixes -/

@[simp] theorem prefix_append (l₁ l₂ : List α) : l₁ <+: l₁ ++ l₂ := ⟨l₂, rfl⟩
@[simp] theorem suffix_append (l₁ l₂ : List α) : l₂ <:+ l₁ ++ l₂ := ⟨l₁, rfl⟩
theorem infix_append (l₁ l₂ l₃ : List α) : l₂ <:+: l₁ ++ l₂ ++ l₃ := ⟨l₁, l₃, rfl⟩
@[simp] theorem prefix_rfl {l : List α} : l <+: l := ⟨[], append_nil l⟩
@[simp] theorem suffix_rfl {l : List α} : l <:+ l := ⟨[], rfl⟩
@[simp] theorem nil_prefix {l : List α} : [] <+: l := ⟨l, rfl⟩
@[simp] theorem nil_suffix {l : List α} : [] <:+ l := ⟨l, append_nil l⟩
theorem IsPrefix.length_le {l₁ l₂ : List α} : l₁ <+: l₂ → l₁.length ≤ l₂.length := fun ⟨_, h⟩ => h ▸ length_append ▸ Nat.le_add_right ..
theorem IsSuffix.length_le {l₁ l₂ : List α} : l₁ <:+ l₂ → l₁.length ≤ l₂.length := fun ⟨_, h⟩ => h ▸ length_append ▸ Nat.le_add_left ..
theorem IsInfix.length_le {l₁ l₂ : List α} : l₁ <:+: l₂ → l₁.length ≤ l₂.length := fun ⟨s, t, h⟩ => by
  rw [← h, length_append, length_append]; exact Nat.le_trans (Nat.le_add_left ..) (Nat.le_add_right ..)
theorem IsPrefix.trans {l₁ l₂ l₃ : List α} : l₁ <+: l₂ → l₂ <+: l₃ → l₁ <+: l₃
  | ⟨r, h⟩, ⟨s, h'⟩ => ⟨r ++ s, (append_assoc ..).symm.trans (h ▸ h')⟩
theorem IsPrefix.mem {a : α} {l₁ l₂ : List α} (hx : a ∈ l₁) : l₁ <+: l₂ → a ∈ l₂ := fun ⟨_, h⟩ => h ▸ mem_append_left _ hx
theorem IsSuffix.mem {a : α} {l₁ l₂ : List α} (hx : a ∈ l₁) : l₁ <:+ l₂ → a ∈ l₂ := fun ⟨_, h⟩ => h ▸ mem_append_right _ hx
theorem IsPrefix.isInfix {l₁ l₂ : List α} : l₁ <+: l₂ → l₁ <:+: l₂ := fun ⟨t, h⟩ => ⟨[], t, h⟩
theorem IsSuffix.isInfix {l₁ l₂ : List α} : l₁ <:+ l₂ → l₁ <:+: l₂ := fun ⟨t, h⟩ => ⟨t, [], by rw [h, append_nil]⟩
theorem take_prefix (i : Nat) (l : List α) : take i l <+: l := ⟨drop i l, take_append_drop i l⟩
theorem drop_suffix (i : Nat) (l : List α) : drop i l <:+ l := ⟨take i l, take_append_drop i l⟩
@[simp] theorem reverse_prefix {l₁ l₂ : List α} : reverse l₁ <+: reverse l₂ ↔ l₁ <:+ l₂ :=
  ⟨fun ⟨r, e⟩ => ⟨reverse r, by rw [← reverse_reverse l₁, ← reverse_append, e, reverse_reverse]⟩,
   fun ⟨r, e⟩ => ⟨reverse r, by rw [← reverse_append, e]⟩⟩

section
variable [BEq α] [LawfulBEq α]

@[simp] theorem isSuffixOf_iff_suffix {l₁ l₂ : List α} : l₁.isSuffixOf l₂ ↔ l₁ <:+ l₂ := by simp [isSuffixOf]

end

instance [DecidableEq α] (l₁ l₂ : List α) : Decidable (l₁ <+: l₂) := decidable_of_iff (l₁.isPrefixOf l₂) isPrefixOf_iff_prefix
instance [DecidableEq α] (l₁ l₂ : List α) : Decidable (l₁ <:+ l₂) := decidable_of_iff (l₁.isSuffixOf l₂) isSuffixOf_iff_suffix

/-! ## Counting -/

section
variable {p q : α → Bool}

@[simp] theorem countP_nil : countP p [] = 0 := rfl
protected theorem countP_go_eq_add {n : Nat} {l : List α} : countP.go p l n = n + countP.go p l 0 := by
  induction l generalizing n with
  | nil => rfl
  | cons a l ih => rw [countP.go, countP.go, ih, ih (n := 0 + 1)]; cases p a <;> simp [Nat.add_assoc, ih (n := n)]
@[simp] theorem countP_cons_of_pos {a : α} {l : List α} (pa : p a) : countP p (a :: l) = countP p l + 1 := by
  rw [countP, countP.go, pa, cond_true, List.countP_go_eq_add, Nat.add_comm]; rfl
@[simp] theorem countP_cons_of_neg {a : α} {l : List α} (pa : ¬p a) : countP p (a :: l) = countP p l := by
  simp only [Bool.not_eq_true] at pa; rw [countP, countP.go, pa]; rfl
theorem countP_cons {a : α} {l : List α} : countP p (a :: l) = countP p l + if p a then 1 else 0 := by
  cases h : p a <;> simp [h]
@[simp] theorem countP_singleton {a : α} : countP p [a] = if p a then 1 else 0 := by rw [countP_cons, countP_nil, Nat.zero_add]
theorem countP_eq_length_filter {l : List α} : countP p l = (filter p l).length := by
  induction l with | nil => rfl | cons a l ih => rw [countP_cons, filter_cons, ih]; split <;> rfl
theorem countP_le_length {l : List α} : countP p l ≤ l.length := countP_eq_length_filter ▸ length_filter_le p l
@[simp] theorem countP_append {l₁ l₂ : List α} : countP p (l₁ ++ l₂) = countP p l₁ + countP p l₂ := by
  simp only [countP_eq_length_filter, filter_append, length_append]
@[simp] theorem countP_pos_iff {l : List α} : 0 < countP p l ↔ ∃ a ∈ l, p a := by
  induction l with | nil => simp | cons a l ih => cases h : p a <;> simp [h, ih]
@[simp] theorem countP_eq_zero {l : List α} : countP p l = 0 ↔ ∀ a ∈ l, ¬p a := by
  rw [countP_eq_length_filter, length_eq_zero_iff, filter_eq_nil_iff]
@[simp] theorem countP_eq_length {l : List α} : countP p l = l.length ↔ ∀ a ∈ l, p a := by
  induction l with
  | nil => simp
  | cons a l ih => cases h : p a with
    | true => simp [h, ih]
    | false =>
      rw [countP_cons_of_neg (by simp [h])]
      exact iff_of_false (Nat.ne_of_lt (Nat.lt_succ_of_le countP_le_length)) fun f => by
        have x := f a mem_cons_self; rw [h] at x; exact nomatch x
@[simp] theorem countP_map {p : β → Bool} {f : α → β} {l : List α} : countP p (map f l) = countP (p ∘ f) l := by
  induction l with | nil => rfl | cons a l ih => rw [map_cons, countP_cons, countP_cons, ih]; rfl
@[simp] theorem countP_reverse {l : List α} : countP p l.reverse = countP p l := by simp [countP_eq_length_filter]
theorem countP_congr {l : List α} (h : ∀ x ∈ l, p x ↔ q x) : countP p l = countP q l := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    have := h a mem_cons_self
    rw [countP_cons, countP_cons, ih fun x hx => h x (mem_cons_of_mem _ hx)]; simp only [this]

end

section
variable [BEq α]

@[simp] theorem count_nil {a : α} : count a [] = 0 := rfl
theorem count_cons {a b : α} {l : List α} : count a (b :: l) = count a l + if b == a then 1 else 0 := countP_cons
theorem count_eq_countP {a : α} {l : List α} : count a l = countP (· == a) l := rfl
theorem count_le_length {a : α} {l : List α} : count a l ≤ l.length := countP_le_length
@[simp] theorem count_append {a : α} {l₁ l₂ : List α} : count a (l₁ ++ l₂) = count a l₁ + count a l₂ := countP_append
@[simp] theorem count_reverse {a : α} {l : List α} : count a l.reverse = count a l := countP_reverse

variable [LawfulBEq α]

@[simp] theorem count_cons_self {a : α} {l : List α} : count a (a :: l) = count a l + 1 := by simp [count_cons]
@[simp] theorem count_cons_of_ne {a b : α} (h : b ≠ a) {l : List α} : count a (b :: l) = count a l := by simp [count_cons, h]
theorem count_singleton_self {a : α} : count a [a] = 1 := by simp
@[simp] theorem count_pos_iff {a : α} {l : List α} : 0 < count a l ↔ a ∈ l := by simp [count_eq_countP]
theorem count_eq_zero_of_not_mem {a : α} {l : List α} (h : a ∉ l) : count a l = 0 :=
  Nat.eq_zero_of_le_zero (Nat.le_of_not_lt fun h' => h (count_pos_iff.mp h'))
theorem not_mem_of_count_eq_zero {a : α} {l : List α} (h : count a l = 0) : a ∉ l :=
  fun h' => Nat.ne_of_gt (count_pos_iff.mpr h') h
theorem count_eq_zero {a : α} {l : List α} : count a l = 0 ↔ a ∉ l := ⟨not_mem_of_count_eq_zero, count_eq_zero_of_not_mem⟩
@[simp] theorem count_replicate_self {a : α} {n : Nat} : count a (replicate n a) = n := by
  induction n with | zero => rfl | succ n ih => rw [replicate_succ, count_cons_self, ih]

end

/-! ## Sums -/

@[simp] theorem sum_nil [Add α] [Zero α] : ([] : List α).sum = 0 := rfl
@[simp] theorem sum_cons [Add α] [Zero α] {a : α} {l : List α} : (a :: l).sum = a + l.sum := rfl
@[simp] theorem sum_append [Add α] [Zero α] [Std.LawfulLeftIdentity (α := α) (· + ·) 0] [Std.Associative (α := α) (· + ·)]
    {l₁ l₂ : List α} : (l₁ ++ l₂).sum = l₁.sum + l₂.sum := by
  induction l₁ with
  | nil => exact (Std.LawfulLeftIdentity.left_id (op := (· + · : α → α → α)) _).symm
  | cons a l ih => rw [cons_append, sum_cons, ih, sum_cons, Std.Associative.assoc (op := (· + · : α → α → α))]
@[simp] theorem sum_singleton [Add α] [Zero α] [Std.LawfulRightIdentity (α := α) (· + ·) 0] {x : α} : [x].sum = x :=
  Std.LawfulRightIdentity.right_id (op := (· + · : α → α → α)) x
@[simp] theorem sum_reverse [Zero α] [Add α] [Std.Associative (α := α) (· + ·)] [Std.Commutative (α := α) (· + ·)]
    [Std.LawfulLeftIdentity (α := α) (· + ·) 0] {xs : List α} : xs.reverse.sum = xs.sum := by
  induction xs with
  | nil => rfl
  | cons a l ih =>
    have comm := fun a b => Std.Commutative.comm (op := (· + · : α → α → α)) a b
    have zero : a + 0 = a := (comm a 0).trans (Std.LawfulLeftIdentity.left_id (op := (· + · : α → α → α)) a)
    rw [reverse_cons, sum_append, ih, sum_cons, sum_cons, sum_nil, zero]; exact comm ..
@[simp] theorem length_flatten {L : List (List α)} : L.flatten.length = (L.map length).sum := by
  induction L with | nil => rfl | cons l L ih => rw [flatten_cons, length_append, ih]; rfl
protected theorem sum_pos_iff_exists_pos_nat {l : List Nat} : 0 < l.sum ↔ ∃ x ∈ l, 0 < x := by
  induction l with
  | nil => simp
  | cons a l ih =>
    rw [exists_mem_cons, ← ih, sum_cons]
    exact ⟨fun h => (Nat.eq_zero_or_pos a).elim (fun e => .inr (by rwa [e, Nat.zero_add] at h)) .inl,
      fun h => h.elim (Nat.add_pos_left · _) (Nat.add_pos_right _)⟩
protected theorem sum_eq_zero_iff_forall_eq_nat {xs : List Nat} : xs.sum = 0 ↔ ∀ x ∈ xs, x = 0 := by
  induction xs with
  | nil => simp
  | cons a l ih => rw [forall_mem_cons, ← ih, sum_cons, Nat.add_eq_zero_iff]
@[simp] theorem sum_replicate_nat {n a : Nat} : (replicate n a).sum = n * a := by
  induction n with | zero => simp | succ n ih => rw [replicate_succ, sum_cons, ih, Nat.add_one_mul, Nat.add_comm]
theorem sum_append_nat {l₁ l₂ : List Nat} : (l₁ ++ l₂).sum = l₁.sum + l₂.sum := sum_append
theorem sum_reverse_nat (xs : List Nat) : xs.reverse.sum = xs.sum := sum_reverse
theorem sum_eq_foldr [Add α] [Zero α] {l : List α} : l.sum = l.foldr (· + ·) 0 := rfl
theorem sum_eq_foldl_nat {xs : List Nat} : xs.sum = xs.foldl (init := 0) (· + ·) := by
  rw [← sum_reverse_nat, sum_eq_foldr, foldr_reverse]; simp only [Nat.add_comm]

end List
