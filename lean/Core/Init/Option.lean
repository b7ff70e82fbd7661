/- # Core: options
-/
prelude

import Init.WellFounded

set_option linter.all false
universe u v w

namespace Option

def getD (opt : Option α) (dflt : α) : α :=
  match opt with
  | some x => x
  | none => dflt

@[inline] protected def map (f : α → β) : Option α → Option β
  | some x => some (f x)
  | none => none

@[inline] protected def bind : Option α → (α → Option β) → Option β
  | none, _ => none
  | some a, f => f a

@[inline] protected def elim : Option α → β → (α → β) → β
  | some x, _, f => f x
  | none, b, _ => b

@[inline] def isSome : Option α → Bool
  | some _ => true
  | none => false

@[inline] def isNone : Option α → Bool
  | some _ => false
  | none => true

@[inline] protected def filter (p : α → Bool) : Option α → Option α
  | some a => if p a then some a else none
  | none => none

@[inline] protected def all (p : α → Bool) : Option α → Bool
  | some a => p a
  | none => true

@[inline] protected def any (p : α → Bool) : Option α → Bool
  | some a => p a
  | none => false

@[macro_inline] protected def orElse : Option α → (Unit → Option α) → Option α
  | some a, _ => some a
  | none, b => b ()

@[macro_inline] protected def or : Option α → Option α → Option α
  | some a, _ => some a
  | none, b => b

@[inline] def get {α : Type u} : (o : Option α) → isSome o → α
  | some x, _ => x

@[inline] def get! {α : Type u} [Inhabited α] : Option α → α
  | some x => x
  | none => default

@[inline] def toList : Option α → List α
  | none => .nil
  | some a => .cons a .nil

@[inline] def guard (p : α → Bool) (a : α) : Option α := if p a then some a else none

instance : OrElse (Option α) := ⟨Option.orElse⟩

instance : Functor Option where
  map := Option.map

instance : Monad Option where
  pure := Option.some
  bind := Option.bind

@[simp] theorem getD_none {a : α} : getD none a = a := rfl
@[simp] theorem getD_some {a b : α} : getD (some a) b = a := rfl
@[simp] theorem map_none {f : α → β} : Option.map f none = none := rfl
@[simp] theorem map_some {f : α → β} {a : α} : Option.map f (some a) = some (f a) := rfl
@[simp] theorem map_eq_none_iff {f : α → β} {o : Option α} : o.map f = none ↔ o = none := by cases o <;> simp
@[simp] theorem map_eq_some_iff {f : α → β} {o : Option α} {b : β} : o.map f = some b ↔ ∃ a, o = some a ∧ f a = b := by
  cases o <;> simp
@[simp] theorem bind_none {f : α → Option β} : Option.bind none f = none := rfl
@[simp] theorem bind_some {f : α → Option β} {a : α} : Option.bind (some a) f = f a := rfl
theorem bind_eq_some_iff {f : α → Option β} {o : Option α} {b : β} : o.bind f = some b ↔ ∃ a, o = some a ∧ f a = some b := by
  cases o <;> simp
theorem bind_eq_none_iff {f : α → Option β} {o : Option α} : o.bind f = none ↔ ∀ a, o = some a → f a = none := by
  cases o <;> simp
@[simp] theorem pure_def {a : α} : (pure a : Option α) = some a := rfl
@[simp] theorem bind_eq_bind {α β : Type u} {o : Option α} {f : α → Option β} : o >>= f = o.bind f := rfl
@[simp] theorem isSome_none : isSome (none : Option α) = false := rfl
@[simp] theorem isSome_some {a : α} : isSome (some a) = true := rfl
@[simp] theorem isNone_none : isNone (none : Option α) = true := rfl
@[simp] theorem isNone_some {a : α} : isNone (some a) = false := rfl
@[simp] theorem some_get : ∀ {x : Option α} (h : isSome x), some (x.get h) = x
  | some _, _ => rfl
@[simp] theorem get!_some [Inhabited α] {a : α} : (some a).get! = a := rfl
@[simp] theorem get!_none [Inhabited α] : (none : Option α).get! = default := rfl
@[simp] theorem map_id : (Option.map id : Option α → Option α) = id := funext fun o => by cases o <;> rfl
@[simp] theorem map_id' {x : Option α} : (x.map fun a => a) = x := by cases x <;> rfl
@[simp] theorem map_map {h : β → γ} {g : α → β} {x : Option α} : (x.map g).map h = x.map (h ∘ g) := by cases x <;> rfl
@[simp] theorem isSome_map {f : α → β} {x : Option α} : (x.map f).isSome = x.isSome := by cases x <;> rfl
@[simp] theorem isNone_map {f : α → β} {x : Option α} : (x.map f).isNone = x.isNone := by cases x <;> rfl
theorem isSome_iff_ne_none {o : Option α} : o.isSome ↔ o ≠ none := by cases o <;> simp
theorem isSome_iff_exists {o : Option α} : o.isSome ↔ ∃ a, o = some a := by cases o <;> simp
@[simp] theorem isNone_iff_eq_none {o : Option α} : o.isNone ↔ o = none := by cases o <;> simp
theorem ne_none_iff_exists {o : Option α} : o ≠ none ↔ ∃ a, some a = o := by cases o <;> simp
theorem ne_none_iff_exists' {o : Option α} : o ≠ none ↔ ∃ a, o = some a := by cases o <;> simp
theorem eq_none_iff_forall_ne_some {o : Option α} : o = none ↔ ∀ a, o ≠ some a := by cases o <;> simp
@[simp] theorem some_inj {a b : α} : some a = some b ↔ a = b := by simp
@[simp] theorem some_ne_none (a : α) : some a ≠ none := fun h => nomatch h
@[simp] theorem some_or {a : α} {o : Option α} : (some a).or o = some a := rfl
@[simp] theorem none_or {o : Option α} : (none : Option α).or o = o := rfl
@[simp] theorem or_none {o : Option α} : o.or none = o := by cases o <;> rfl
@[simp] theorem or_eq_none_iff {o o' : Option α} : o.or o' = none ↔ o = none ∧ o' = none := by cases o <;> simp
@[simp] theorem all_none {p : α → Bool} : Option.all p none = true := rfl
@[simp] theorem all_some {p : α → Bool} {a : α} : Option.all p (some a) = p a := rfl
@[simp] theorem any_none {p : α → Bool} : Option.any p none = false := rfl
@[simp] theorem any_some {p : α → Bool} {a : α} : Option.any p (some a) = p a := rfl
@[simp] theorem get_some {a : α} (h : (some a).isSome) : (some a).get h = a := rfl
@[simp] theorem elim_none {b : β} {f : α → β} : Option.elim none b f = b := rfl
@[simp] theorem elim_some {a : α} {b : β} {f : α → β} : Option.elim (some a) b f = f a := rfl

instance : Membership α (Option α) := ⟨fun o a => o = some a⟩
@[simp] theorem mem_def {a : α} {o : Option α} : a ∈ o ↔ o = some a := Iff.rfl

end Option

deriving instance DecidableEq for Option
deriving instance DecidableEq for Prod
deriving instance DecidableEq for Sum
deriving instance DecidableEq for Except
deriving instance BEq for Option
deriving instance BEq for Prod
