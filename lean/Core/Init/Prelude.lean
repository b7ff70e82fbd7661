/- # Core: the first declarations

Equality, the empty and one-element types, pairs, `Nat`, `Bool`, connectives, Lean's axioms, decidability.
Nothing here may use notation, tactics or numerals: they do not exist yet.

Names, binder kinds and the order of universe parameters are those of Lean 4.35's `Init.Prelude`, since the elaborator
and the kernel refer to them by name. Options below say where the elaborator asks for a special case.
-/
prelude

set_option linter.all false
universe u v w

/-! ## Placeholders of the compiler

Erased code mentions these. They are unsafe, so that no theorem can use them. -/

unsafe axiom lcErased : Type
unsafe axiom lcAny : Type
unsafe axiom lcVoid : Type
unsafe axiom lcProof {α : Prop} : α
unsafe axiom lcCast {α : Sort u} {β : Sort v} (a : α) : β
unsafe axiom lcUnreachable {α : Sort u} : α

/-! ## Functions and parameters -/

@[inline] def id {α : Sort u} (a : α) : α := a

@[inline] def Function.comp {α : Sort u} {β : Sort v} {δ : Sort w} (f : β → δ) (g : α → β) : α → δ :=
  fun x => f (g x)

@[inline] def Function.const {α : Sort u} (β : Sort v) (a : α) : β → α := fun _ => a

@[reducible] def optParam (α : Sort u) (default : α) : Sort u := α
@[reducible] def outParam (α : Sort u) : Sort u := α
@[reducible] def semiOutParam (α : Sort u) : Sort u := α

set_option checkBinderAnnotations false in
@[reducible] def inferInstance {α : Sort u} [i : α] : α := i

/-! ## Zero and one elements -/

set_option bootstrap.inductiveCheckResultingUniverse false in
inductive PUnit : Sort u where
  | unit : PUnit

abbrev Unit : Type := PUnit

@[match_pattern] abbrev Unit.unit : Unit := PUnit.unit

inductive True : Prop where
  | intro : True

inductive False : Prop

inductive Empty : Type

set_option bootstrap.inductiveCheckResultingUniverse false in
inductive PEmpty : Sort u where

def Not (a : Prop) : Prop := a → False

@[macro_inline] def False.elim {C : Sort u} (h : False) : C := h.rec

@[macro_inline] def absurd {a : Prop} {b : Sort v} (h₁ : a) (h₂ : Not a) : b := (h₂ h₁).rec

theorem trivial : True := True.intro

/-! ## Equality -/

inductive Eq {α : Sort u} : α → α → Prop where
  | refl (a : α) : Eq a a

@[simp] abbrev Eq.ndrec.{u1, u2} {α : Sort u2} {a : α} {motive : α → Sort u1} (m : motive a) {b : α}
    (h : Eq a b) : motive b :=
  h.rec m

@[match_pattern] def rfl {α : Sort u} {a : α} : Eq a a := Eq.refl a

theorem Eq.subst {α : Sort u} {motive : α → Prop} {a b : α} (h₁ : Eq a b) (h₂ : motive a) : motive b :=
  Eq.ndrec h₂ h₁

theorem Eq.symm {α : Sort u} {a b : α} (h : Eq a b) : Eq b a := h.rec (Eq.refl a)

theorem Eq.trans {α : Sort u} {a b c : α} (h₁ : Eq a b) (h₂ : Eq b c) : Eq a c :=
  h₂.rec h₁

@[macro_inline] def cast {α β : Sort u} (h : Eq α β) (a : α) : β := h.rec a

theorem congrArg {α : Sort u} {β : Sort v} {a₁ a₂ : α} (f : α → β) (h : Eq a₁ a₂) : Eq (f a₁) (f a₂) :=
  h.rec rfl

theorem congr {α : Sort u} {β : Sort v} {f₁ f₂ : α → β} {a₁ a₂ : α} (h₁ : Eq f₁ f₂) (h₂ : Eq a₁ a₂) :
    Eq (f₁ a₁) (f₂ a₂) :=
  h₁.rec (h₂.rec rfl)

theorem congrFun {α : Sort u} {β : α → Sort v} {f g : (x : α) → β x} (h : Eq f g) (a : α) : Eq (f a) (g a) :=
  h.rec rfl

theorem congrFun' {α : Sort u} {β : Sort v} {f g : α → β} (h : Eq f g) (a : α) : Eq (f a) (g a) :=
  h.rec rfl

@[reducible] def Ne {α : Sort u} (a b : α) : Prop := Not (Eq a b)

theorem Ne.intro {α : Sort u} {a b : α} (h : Eq a b → False) : Ne a b := h

theorem Ne.symm {α : Sort u} {a b : α} (h : Ne a b) : Ne b a := fun e => h e.symm

theorem Ne.irrefl {α : Sort u} {a : α} (h : Ne a a) : False := h rfl

theorem Ne.elim {α : Sort u} {a b : α} (h : Ne a b) : Eq a b → False := h

theorem ne_of_eq_of_ne {α : Sort u} {a b c : α} (h₁ : Eq a b) (h₂ : Ne b c) : Ne a c :=
  fun e => h₂ (h₁.symm.trans e)

theorem ne_of_ne_of_eq {α : Sort u} {a b c : α} (h₁ : Ne a b) (h₂ : Eq b c) : Ne a c :=
  fun e => h₁ (e.trans h₂.symm)

set_option linter.unusedVariables.funArgs false in
@[reducible] def namedPattern {α : Sort u} (x a : α) (h : Eq x a) : α := a

init_quot

inductive HEq {α : Sort u} : α → {β : Sort u} → β → Prop where
  | refl (a : α) : HEq a a

@[match_pattern] protected def HEq.rfl {α : Sort u} {a : α} : HEq a a := HEq.refl a

theorem eq_of_heq {α : Sort u} {a a' : α} (h : HEq a a') : Eq a a' :=
  have general : (α β : Sort u) → (a : α) → (b : β) → HEq a b → (e : Eq α β) → Eq (cast e a) b :=
    fun _ _ _ _ h => h.rec (fun _ => rfl)
  general α α a a' h rfl

theorem heq_of_eq {α : Sort u} {a a' : α} (h : Eq a a') : HEq a a' := h.rec (HEq.refl a)

/-! ## Pairs and data -/

@[unbox] structure Prod (α : Type u) (β : Type v) where
  mk ::
  fst : α
  snd : β

structure PProd (α : Sort u) (β : Sort v) where
  fst : α
  snd : β

structure MProd (α β : Type u) where
  fst : α
  snd : β

structure Subtype {α : Sort u} (p : α → Prop) where
  val : α
  property : p val

structure Sigma {α : Type u} (β : α → Type v) where
  mk ::
  fst : α
  snd : β fst

structure PSigma {α : Sort u} (β : α → Sort v) where
  mk ::
  fst : α
  snd : β fst

inductive Sum (α : Type u) (β : Type v) where
  | inl (val : α) : Sum α β
  | inr (val : β) : Sum α β

inductive PSum (α : Sort u) (β : Sort v) where
  | inl (val : α) : PSum α β
  | inr (val : β) : PSum α β

structure PULift.{r, s} (α : Sort s) : Sort (max s 1 r) where
  up ::
  down : α

structure ULift.{r, s} (α : Type s) : Type (max s r) where
  up ::
  down : α

set_option genCtorIdx false in
inductive Nat where
  | zero : Nat
  | succ (n : Nat) : Nat

set_option genCtorIdx false in
inductive Bool : Type where
  | false : Bool
  | true : Bool

export Bool (false true)

@[macro_inline] def cond {α : Sort u} (c : Bool) (x y : α) : α := c.casesOn y x

/-! ## Connectives -/

@[pp_using_anonymous_constructor]
structure And (a b : Prop) : Prop where
  intro ::
  left : a
  right : b

inductive Or (a b : Prop) : Prop where
  | inl (h : a) : Or a b
  | inr (h : b) : Or a b

theorem Or.intro_left {a : Prop} (b : Prop) (h : a) : Or a b := Or.inl h

theorem Or.intro_right (a : Prop) {b : Prop} (h : b) : Or a b := Or.inr h

theorem Or.elim {a b c : Prop} (h : Or a b) (left : a → c) (right : b → c) : c :=
  h.rec left right

structure Iff (a b : Prop) : Prop where
  intro ::
  mp : a → b
  mpr : b → a

inductive Exists {α : Sort u} (p : α → Prop) : Prop where
  | intro (w : α) (h : p w) : Exists p

/-! ## Inhabited types and the axioms -/

class Inhabited (α : Sort u) where
  default : α

export Inhabited (default)

class inductive Nonempty (α : Sort u) : Prop where
  | intro (val : α) : Nonempty α

/-- The mark of an unfinished proof. The build refuses every library module that mentions it. -/
axiom sorryAx (α : Sort u) (synthetic : Bool) : α

axiom propext {a b : Prop} : Iff a b → Eq a b

axiom Quot.sound {α : Sort u} {r : α → α → Prop} {a b : α} : r a b → Eq (Quot.mk r a) (Quot.mk r b)

axiom Classical.choice {α : Sort u} : Nonempty α → α

protected theorem Nonempty.elim {α : Sort u} {p : Prop} (h₁ : Nonempty α) (h₂ : α → p) : p :=
  h₁.rec h₂

instance instNonemptyOfInhabited {α : Sort u} [Inhabited α] : Nonempty α := ⟨default⟩

noncomputable def Classical.ofNonempty {α : Sort u} [Nonempty α] : α := Classical.choice inferInstance

instance : Inhabited Prop where default := True
instance : Inhabited (Sort u) where default := PUnit
instance : Inhabited Bool where default := false
instance : Inhabited PUnit where default := PUnit.unit
instance {α : Sort u} {β : Sort v} [Inhabited β] : Inhabited (α → β) where default := fun _ => default
instance {α : Sort u} {β : α → Sort v} [(a : α) → Inhabited (β a)] : Inhabited ((a : α) → β a) where
  default := fun _ => default
instance {α : Type u} {β : Type v} [Inhabited α] [Inhabited β] : Inhabited (Prod α β) where
  default := ⟨default, default⟩

/-! ## Decidability -/

set_option genCtorIdx false in
class inductive Decidable (p : Prop) where
  | isFalse (h : Not p) : Decidable p
  | isTrue (h : p) : Decidable p

@[inline_if_reduce, nospecialize] def Decidable.decide (p : Prop) [h : Decidable p] : Bool :=
  h.casesOn (fun _ => false) (fun _ => true)

export Decidable (isTrue isFalse decide)

abbrev DecidablePred {α : Sort u} (r : α → Prop) := (a : α) → Decidable (r a)

abbrev DecidableRel {α : Sort u} {β : Sort v} (r : α → β → Prop) := (a : α) → (b : β) → Decidable (r a b)

abbrev DecidableEq (α : Sort u) := (a b : α) → Decidable (Eq a b)

def decEq {α : Sort u} [inst : DecidableEq α] (a b : α) : Decidable (Eq a b) := inst a b

@[macro_inline] def ite {α : Sort u} (c : Prop) [h : Decidable c] (t e : α) : α :=
  h.casesOn (fun _ => e) (fun _ => t)

@[macro_inline] def dite {α : Sort u} (c : Prop) [h : Decidable c] (t : c → α) (e : Not c → α) : α :=
  h.casesOn e t

theorem Bool.ne_ft (h : Eq false true) : False :=
  Eq.ndrec (a := false) (b := true) (motive := fun b => @Bool.rec (fun _ => Prop) True False b) True.intro h

theorem eq_false_of_ne_true : {b : Bool} → Not (Eq b true) → Eq b false
  | true, h => (h rfl).elim
  | false, _ => rfl

theorem eq_true_of_ne_false : {b : Bool} → Not (Eq b false) → Eq b true
  | true, _ => rfl
  | false, h => (h rfl).elim

theorem ne_false_of_eq_true : {b : Bool} → Eq b true → Not (Eq b false)
  | true, _ => fun h => Bool.ne_ft h.symm
  | false, h => (Bool.ne_ft h).elim

theorem ne_true_of_eq_false : {b : Bool} → Eq b false → Not (Eq b true)
  | true, h => (Bool.ne_ft h.symm).elim
  | false, _ => Bool.ne_ft

theorem decide_eq_true : {p : Prop} → [inst : Decidable p] → p → Eq (decide p) true
  | _, isTrue _, _ => rfl
  | _, isFalse n, h => absurd h n

theorem decide_eq_false : {p : Prop} → [inst : Decidable p] → Not p → Eq (decide p) false
  | _, isTrue h, n => absurd h n
  | _, isFalse _, _ => rfl

theorem of_decide_eq_true {p : Prop} [inst : Decidable p] : Eq (decide p) true → p := fun e =>
  match (generalizing := false) inst with
  | isTrue h => h
  | isFalse n => absurd e (ne_true_of_eq_false (decide_eq_false n))

theorem of_decide_eq_false {p : Prop} [inst : Decidable p] : Eq (decide p) false → Not p := fun e =>
  match (generalizing := false) inst with
  | isTrue h => absurd e (ne_false_of_eq_true (decide_eq_true h))
  | isFalse n => n

theorem of_decide_eq_self_eq_true {α : Sort u} [inst : DecidableEq α] (a : α) : Eq (decide (Eq a a)) true :=
  decide_eq_true rfl

@[inline] instance Bool.decEq (a b : Bool) : Decidable (Eq a b) :=
  match a, b with
  | false, false => isTrue rfl
  | false, true => isFalse Bool.ne_ft
  | true, false => isFalse (fun h => Bool.ne_ft h.symm)
  | true, true => isTrue rfl

@[inline] instance instDecidableEqBool : DecidableEq Bool := Bool.decEq

section
variable {p q : Prop}

@[macro_inline] instance instDecidableTrue : Decidable True := isTrue trivial

@[macro_inline] instance instDecidableFalse : Decidable False := isFalse id

@[macro_inline] instance instDecidableAnd [dp : Decidable p] [dq : Decidable q] : Decidable (And p q) :=
  match dp with
  | isFalse n => isFalse (fun h => n h.left)
  | isTrue h => match dq with
    | isFalse n => isFalse (fun h => n h.right)
    | isTrue h' => isTrue ⟨h, h'⟩

@[macro_inline] instance instDecidableOr [dp : Decidable p] [dq : Decidable q] : Decidable (Or p q) :=
  match dp with
  | isTrue h => isTrue (Or.inl h)
  | isFalse n => match dq with
    | isTrue h => isTrue (Or.inr h)
    | isFalse n' => isFalse (fun h => h.elim n n')

@[macro_inline] instance instDecidableNot [dp : Decidable p] : Decidable (Not p) :=
  match dp with
  | isTrue h => isFalse (fun n => n h)
  | isFalse n => isTrue n

@[macro_inline] instance instDecidableForall [dp : Decidable p] [dq : Decidable q] : Decidable (p → q) :=
  match dp with
  | isFalse n => isTrue (fun h => absurd h n)
  | isTrue h => match dq with
    | isTrue h' => isTrue (fun _ => h')
    | isFalse n => isFalse (fun f => n (f h))

instance instDecidableIff [dp : Decidable p] [dq : Decidable q] : Decidable (Iff p q) :=
  match dp, dq with
  | isTrue h, isTrue h' => isTrue ⟨fun _ => h', fun _ => h⟩
  | isTrue h, isFalse n => isFalse (fun e => n (e.mp h))
  | isFalse n, isTrue h => isFalse (fun e => n (e.mpr h))
  | isFalse n, isFalse n' => isTrue ⟨fun h => absurd h n, fun h => absurd h n'⟩

end

/-! ## Booleans -/

@[macro_inline] def Bool.and (x y : Bool) : Bool :=
  match x with
  | false => false
  | true => y

@[macro_inline] def Bool.or (x y : Bool) : Bool :=
  match x with
  | true => true
  | false => y

@[inline] def Bool.not : Bool → Bool
  | true => false
  | false => true

export Bool (and or not)

class BEq (α : Type u) where
  beq : α → α → Bool

export BEq (beq)

instance instBEqOfDecidableEq {α : Type u} [DecidableEq α] : BEq α where
  beq a b := decide (Eq a b)
