/- # Core: `for`, and two monads to compute in

`for x in xs do`, over lists, arrays and ranges `[a:b]`; `Id` for `Id.run do`; `Except` for what may fail.
-/
prelude

import Init.Show.IO
import Init.Nat.Divisibility

set_option linter.all false
universe u u₁ u₂ v w

inductive ForInStep (α : Type u) where
  | done : α → ForInStep α
  | yield : α → ForInStep α
  deriving Inhabited

class ForIn (m : Type u₁ → Type u₂) (ρ : Type u) (α : outParam (Type v)) where
  forIn {β} (xs : ρ) (b : β) (f : α → β → m (ForInStep β)) : m β
export ForIn (forIn)

class ForIn' (m : Type u₁ → Type u₂) (ρ : Type u) (α : outParam (Type v)) (d : outParam (Membership α ρ)) where
  forIn' {β} (x : ρ) (b : β) (f : (a : α) → a ∈ x → β → m (ForInStep β)) : m β
export ForIn' (forIn')

instance instForInOfForIn' {m : Type u₁ → Type u₂} {ρ : Type u} {α : Type v} {d : Membership α ρ} [ForIn' m ρ α d] : ForIn m ρ α where
  forIn x b f := forIn' x b fun a _ => f a

protected def List.forIn' {α : Type u} {β : Type v} {m : Type v → Type w} [Monad m] :
    (as : List α) → (b : β) → ((a : α) → a ∈ as → β → m (ForInStep β)) → m β
  | [], b, _ => pure b
  | a :: as, b, f => bind (f a (.head as) b) fun
    | .done b => pure b
    | .yield b => List.forIn' as b fun a h => f a (.tail _ h)

instance List.instForIn'InferInstanceMembershipOfMonad {α : Type u} {m : Type v → Type w} [Monad m] :
    ForIn' m (List α) α inferInstance where
  forIn' := List.forIn'

structure Array.Mem {α : Type u} (as : Array α) (a : α) : Prop where
  val : a ∈ as.toList

instance Array.instMembership {α : Type u} : Membership α (Array α) where mem := Array.Mem

instance Array.instForIn'InferInstanceMembershipOfMonad {α : Type u} {m : Type v → Type w} [Monad m] :
    ForIn' m (Array α) α inferInstance where
  forIn' as b f := List.forIn' as.toList b fun a h => f a ⟨h⟩

/-! ### Ranges -/

namespace Std.Legacy

structure Range where
  start : Nat := 0
  stop : Nat
  step : Nat := 1
  step_pos : 0 < step

namespace Range

instance : Membership Nat Range where mem r i := r.start ≤ i ∧ i < r.stop ∧ (i - r.start) % r.step = 0

def size (r : Range) : Nat := (r.stop - r.start + r.step - 1) / r.step

@[inline] protected def forIn' {β : Type u} {m : Type u → Type v} [Monad m] (range : Range) (init : β)
    (f : (i : Nat) → i ∈ range → β → m (ForInStep β)) : m β :=
  let rec @[specialize] loop : (fuel : Nat) → β → (i : Nat) → (i - range.start) % range.step = 0 → range.start ≤ i → m β
    | 0, b, _, _, _ => pure b
    | fuel + 1, b, i, hs, hl =>
      if h : i < range.stop then
        bind (f i ⟨hl, h, hs⟩ b) fun
          | .done b => pure b
          | .yield b => loop fuel b (i + range.step)
            (by rw [Nat.sub_add_comm hl, Nat.add_mod_right]; exact hs) (Nat.le_trans hl (Nat.le_add_right ..))
      else pure b
  loop range.size init range.start (by rw [Nat.sub_self, Nat.zero_mod]) (Nat.le_refl _)

instance instForIn'NatInferInstanceMembershipOfMonad {m : Type u → Type v} [Monad m] : ForIn' m Range Nat inferInstance where
  forIn' := Range.forIn'

syntax:max "[" withoutPosition(":" term) "]" : term
syntax:max "[" withoutPosition(term ":" term) "]" : term
syntax:max "[" withoutPosition(":" term ":" term) "]" : term
syntax:max "[" withoutPosition(term ":" term ":" term) "]" : term

macro_rules
  | `([:$stop]) => `(Range.mk 0 $stop 1 (Nat.zero_lt_one))
  | `([$start : $stop]) => `(Range.mk $start $stop 1 (Nat.zero_lt_one))
  | `([:$stop : $step]) => `(Range.mk 0 $stop $step (by decide))
  | `([$start : $stop : $step]) => `(Range.mk $start $stop $step (by decide))

end Range

end Std.Legacy

def Id (type : Type u) : Type u := type

namespace Id

instance instMonad : Monad Id where
  pure a := a
  bind a f := f a

protected def run {α : Type u} (a : Id α) : α := a

end Id

instance instReprId__1 [Repr α] : Repr (Id α) := inferInstanceAs (Repr α)
instance instToStringId__1 [ToString α] : ToString (Id α) := inferInstanceAs (ToString α)

namespace Except

protected def pure {ε : Type u} {α : Type v} (a : α) : Except ε α := .ok a
protected def bind {ε : Type u} {α β : Type v} (x : Except ε α) (f : α → Except ε β) : Except ε β :=
  match x with
  | .error e => .error e
  | .ok a => f a
protected def tryCatch {ε : Type u} {α : Type v} (x : Except ε α) (handle : ε → Except ε α) : Except ε α :=
  match x with
  | .error e => handle e
  | .ok a => .ok a

protected def map {ε : Type u} {α β : Type v} (f : α → β) : Except ε α → Except ε β
  | .error e => .error e
  | .ok a => .ok (f a)
protected def mapError {ε ε' : Type u} {α : Type v} (f : ε → ε') : Except ε α → Except ε' α
  | .error e => .error (f e)
  | .ok a => .ok a
protected def toBool {ε : Type u} {α : Type v} : Except ε α → Bool
  | .ok _ => true
  | .error _ => false
abbrev isOk {ε : Type u} {α : Type v} : Except ε α → Bool := Except.toBool
protected def toOption {ε : Type u} {α : Type v} : Except ε α → Option α
  | .ok a => some a
  | .error _ => none

instance instMonad {ε : Type u} : Monad (Except ε) where
  pure := Except.pure
  bind := Except.bind

end Except

instance instMonadExceptOfExcept (ε : Type u) : MonadExceptOf ε (Except ε) where
  throw := .error
  tryCatch := Except.tryCatch

/-! ## Failing without a reason -/

class Alternative (f : Type u → Type v) : Type (max (u + 1) v) extends Applicative f where
  failure : {α : Type u} → f α
  orElse : {α : Type u} → f α → (Unit → f α) → f α
export Alternative (failure)

instance instOrElseOfAlternative (f : Type u → Type v) (α : Type u) [Alternative f] : OrElse (f α) := ⟨Alternative.orElse⟩

@[always_inline, inline] def guard {f : Type → Type v} [Alternative f] (p : Prop) [Decidable p] : f Unit :=
  if p then pure () else failure

@[always_inline, inline] def optional {f : Type u → Type v} [Alternative f] {α : Type u} (x : f α) : f (Option α) :=
  Alternative.orElse (Functor.map some x) fun _ => pure none

instance instAlternativeOption : Alternative Option where
  failure := none
  orElse := Option.orElse

/-! ## How a loop is left early; `do` refers to the first one's match by name -/

def Break.runK {α : Type u} {β : Type v} (x : Option α) (breakK : Unit → β) (successK : α → β) : β :=
  match x with
  | some a => successK a
  | none => breakK ()
