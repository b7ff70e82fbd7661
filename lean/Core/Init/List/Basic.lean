/- # Core: lists

The functions of `Init.Prelude` and `Init.Data.List.Basic` that an ordinary library uses, under their official names and
with their official recursion; and indexing notation. Facts are in `Init.List.Lemmas`.
-/
prelude

import Init.Option

set_option linter.all false
universe u v w

deriving instance DecidableEq for List
deriving instance BEq for List

/-! ## Indexing notation -/

class GetElem (coll : Type u) (idx : Type v) (elem : outParam (Type w)) (valid : outParam (coll → idx → Prop)) where
  getElem (xs : coll) (i : idx) (h : valid xs i) : elem
export GetElem (getElem)

class GetElem? (coll : Type u) (idx : Type v) (elem : outParam (Type w)) (valid : outParam (coll → idx → Prop))
    extends GetElem coll idx elem valid where
  getElem? : coll → idx → Option elem
  getElem! [Inhabited elem] (xs : coll) (i : idx) : elem :=
    match getElem? xs i with
    | some e => e
    | none => default
export GetElem? (getElem? getElem!)

namespace List

@[inline] def singleton (a : α) : List α := [a]

def get {α : Type u} : (as : List α) → Fin as.length → α
  | a :: _, ⟨0, _⟩ => a
  | _ :: as, ⟨i + 1, h⟩ => get as ⟨i, Nat.le_of_succ_le_succ h⟩

def getInternal (as : List α) (i : Nat) (h : i < as.length) : α := as.get ⟨i, h⟩

def get?Internal : (as : List α) → (i : Nat) → Option α
  | a :: _, 0 => some a
  | _ :: as, n + 1 => get?Internal as n
  | _, _ => none

instance : GetElem (List α) Nat α fun as i => i < as.length where
  getElem := getInternal

instance : GetElem? (List α) Nat α fun as i => i < as.length where
  getElem? := get?Internal

def getD (as : List α) (i : Nat) (fallback : α) : α := (as[i]?).getD fallback

def head? : List α → Option α
  | [] => none
  | a :: _ => some a

def headD : List α → α → α
  | [], d => d
  | a :: _, _ => a

def head : (as : List α) → as ≠ [] → α
  | a :: _, _ => a

def tail : List α → List α
  | [] => []
  | _ :: as => as

def tail? : List α → Option (List α)
  | [] => none
  | _ :: as => some as

def getLast : (as : List α) → as ≠ [] → α
  | [], h => absurd rfl h
  | [a], _ => a
  | _ :: b :: as, _ => getLast (b :: as) (fun h => nomatch h)

def getLast? : List α → Option α
  | [] => none
  | a :: as => some (getLast (a :: as) (fun h => nomatch h))

def dropLast : List α → List α
  | [] => []
  | [_] => []
  | a :: as => a :: dropLast as

/-! ## Building -/

protected def append : (xs ys : List α) → List α
  | [], bs => bs
  | a :: as, bs => a :: List.append as bs

instance : Append (List α) := ⟨List.append⟩

def reverseAux : List α → List α → List α
  | [], r => r
  | a :: l, r => reverseAux l (a :: r)

def reverse (as : List α) : List α := reverseAux as []

def map (f : α → β) : List α → List β
  | [] => []
  | a :: as => f a :: map f as

def filter (p : α → Bool) : List α → List α
  | [] => []
  | a :: as =>
    match p a with
    | true => a :: filter p as
    | false => filter p as

def filterMap (f : α → Option β) : List α → List β
  | [] => []
  | a :: as =>
    match f a with
    | none => filterMap f as
    | some b => b :: filterMap f as

def flatten : List (List α) → List α
  | [] => []
  | as :: L => as ++ flatten L

@[inline] def flatMap {α : Type u} {β : Type v} (b : α → List β) (as : List α) : List β := flatten (map b as)

def replicate : (n : Nat) → (a : α) → List α
  | 0, _ => []
  | n + 1, a => a :: replicate n a

def take : (n : Nat) → (xs : List α) → List α
  | 0, _ => []
  | _ + 1, [] => []
  | n + 1, a :: as => a :: take n as

def drop : (n : Nat) → (xs : List α) → List α
  | 0, as => as
  | _ + 1, [] => []
  | n + 1, _ :: as => drop n as

def takeWhile (p : α → Bool) : (xs : List α) → List α
  | [] => []
  | a :: as =>
    match p a with
    | true => a :: takeWhile p as
    | false => []

def dropWhile (p : α → Bool) : List α → List α
  | [] => []
  | a :: as =>
    match p a with
    | true => dropWhile p as
    | false => a :: as

@[specialize] def zipWith (f : α → β → γ) : (xs : List α) → (ys : List β) → List γ
  | x :: xs, y :: ys => f x y :: zipWith f xs ys
  | _, _ => []

def zip : List α → List β → List (α × β) := zipWith Prod.mk

def unzip : (l : List (α × β)) → List α × List β
  | [] => ([], [])
  | (a, b) :: t =>
    match unzip t with
    | (as, bs) => (a :: as, b :: bs)

def range (n : Nat) : List Nat := loop n []
where
  loop : Nat → List Nat → List Nat
    | 0, acc => acc
    | n + 1, acc => loop n (n :: acc)

def range' : (start len : Nat) → (step : Nat := 1) → List Nat
  | _, 0, _ => []
  | s, n + 1, step => s :: range' (s + step) n step

def intersperse (sep : α) : (l : List α) → List α
  | [] => []
  | [x] => [x]
  | x :: y :: xs => x :: sep :: intersperse sep (y :: xs)

def set : (l : List α) → (n : Nat) → (a : α) → List α
  | _ :: as, 0, b => b :: as
  | a :: as, n + 1, b => a :: set as n b
  | [], _, _ => []

protected def erase {α} [BEq α] : List α → α → List α
  | [], _ => []
  | a :: as, b =>
    match a == b with
    | true => as
    | false => a :: List.erase as b

def partition (p : α → Bool) (as : List α) : List α × List α := (as.filter p, as.filter fun a => !p a)

/-! ## Folding and searching -/

def foldl {α : Type u} {β : Type v} (f : α → β → α) : (init : α) → List β → α
  | a, [] => a
  | a, b :: l => foldl f (f a b) l

def foldr (f : α → β → β) (init : β) : (l : List α) → β
  | [] => init
  | a :: l => f a (foldr f init l)

def any : (l : List α) → (p : α → Bool) → Bool
  | [], _ => false
  | h :: t, p => p h || any t p

def all : List α → (α → Bool) → Bool
  | [], _ => true
  | h :: t, p => p h && all t p

def elem [BEq α] (a : α) : (l : List α) → Bool
  | [] => false
  | b :: bs =>
    match a == b with
    | true => true
    | false => elem a bs

abbrev contains [BEq α] (as : List α) (a : α) : Bool := elem a as

@[inline] protected def insert [BEq α] (a : α) (l : List α) : List α := if l.elem a then l else a :: l

def find? (p : α → Bool) : List α → Option α
  | [] => none
  | a :: as =>
    match p a with
    | true => some a
    | false => find? p as

def findSome? (f : α → Option β) : List α → Option β
  | [] => none
  | a :: as =>
    match f a with
    | some b => some b
    | none => findSome? f as

def lookup [BEq α] : α → List (α × β) → Option β
  | _, [] => none
  | a, (k, b) :: as =>
    match a == k with
    | true => some b
    | false => lookup a as

def findIdx (p : α → Bool) (l : List α) : Nat := go l 0
where
  go : List α → Nat → Nat
    | [], n => n
    | a :: l, n => bif p a then n else go l (n + 1)

def countP (p : α → Bool) (l : List α) : Nat := go l 0
where
  go : List α → Nat → Nat
    | [], acc => acc
    | x :: xs, acc => bif p x then go xs (acc + 1) else go xs acc

def count [BEq α] (a : α) : List α → Nat := countP (· == a)

def sum [Add α] [Zero α] : List α → α := foldr (· + ·) 0

def isEmpty : List α → Bool
  | [] => true
  | _ :: _ => false

def isPrefixOf [BEq α] : List α → List α → Bool
  | [], _ => true
  | _, [] => false
  | a :: as, b :: bs => a == b && isPrefixOf as bs

def isSuffixOf [BEq α] (l₁ l₂ : List α) : Bool := isPrefixOf l₁.reverse l₂.reverse

def eraseDups {α} [BEq α] (as : List α) : List α := loop as []
where
  loop : List α → List α → List α
    | [], bs => reverse bs
    | a :: as, bs =>
      match bs.elem a with
      | true => loop as bs
      | false => loop as (a :: bs)

/-! ## Membership and other relations -/

inductive Mem (a : α) : List α → Prop where
  | head (as : List α) : Mem a (a :: as)
  | tail (b : α) {as : List α} : Mem a as → Mem a (b :: as)

instance : Membership α (List α) := ⟨fun l a => Mem a l⟩

inductive Pairwise (R : α → α → Prop) : List α → Prop where
  | nil : Pairwise R []
  | cons : ∀ {a : α} {l : List α}, (∀ a', a' ∈ l → R a a') → Pairwise R l → Pairwise R (a :: l)

def Nodup : List α → Prop := Pairwise (· ≠ ·)

def IsPrefix (l₁ : List α) (l₂ : List α) : Prop := ∃ t, l₁ ++ t = l₂
def IsSuffix (l₁ : List α) (l₂ : List α) : Prop := ∃ t, t ++ l₁ = l₂
def IsInfix (l₁ : List α) (l₂ : List α) : Prop := ∃ s t, s ++ l₁ ++ t = l₂

inductive Sublist {α} : List α → List α → Prop where
  | slnil : Sublist [] []
  | cons a : Sublist l₁ l₂ → Sublist l₁ (a :: l₂)
  | cons₂ a : Sublist l₁ l₂ → Sublist (a :: l₁) (a :: l₂)

protected def Subset (l₁ l₂ : List α) := ∀ ⦃a : α⦄, a ∈ l₁ → a ∈ l₂
instance : HasSubset (List α) := ⟨List.Subset⟩

end List
