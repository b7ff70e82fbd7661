/- # Core: data types and monads

Types that the elaborator knows by name: options, lists, finite numbers, machine words, characters, arrays, strings, and the
monad classes. Functions and facts about them are in the files named for them, after notation.
-/
prelude

import Init.Nat.Order

set_option linter.all false
universe u v w

/-! ## Options, lists, finite numbers -/

@[unbox] inductive Option (α : Type u) where
  | none : Option α
  | some (val : α) : Option α

export Option (none some)

instance instInhabitedOption {α : Type u} : Inhabited (Option α) where default := none

inductive List (α : Type u) where
  | nil : List α
  | cons (head : α) (tail : List α) : List α

instance {α : Type u} : Inhabited (List α) where default := List.nil

def List.length {α : Type u} : List α → Nat
  | .nil => 0
  | .cons _ as => HAdd.hAdd (length as) (1 : Nat)

def List.concat {α : Type u} : List α → α → List α
  | .nil, b => .cons b .nil
  | .cons a as, b => .cons a (concat as b)

inductive Except (ε : Type u) (α : Type v) where
  | error : ε → Except ε α
  | ok : α → Except ε α

@[pp_using_anonymous_constructor]
structure Fin (n : Nat) where
  mk ::
  val : Nat
  isLt : LT.lt val n

theorem Fin.eq_of_val_eq {n : Nat} : {i j : Fin n} → Eq i.val j.val → Eq i j
  | ⟨_, _⟩, ⟨_, _⟩, rfl => rfl

theorem Fin.val_eq_of_eq {n : Nat} {i j : Fin n} (h : Eq i j) : Eq i.val j.val := congrArg Fin.val h

instance instDecidableEqFin (n : Nat) : DecidableEq (Fin n) := fun i j =>
  match decEq i.val j.val with
  | isTrue h => isTrue (Fin.eq_of_val_eq h)
  | isFalse h => isFalse (fun e => h (Fin.val_eq_of_eq e))

instance {n : Nat} : LT (Fin n) where lt a b := LT.lt a.val b.val
instance {n : Nat} : LE (Fin n) where le a b := LE.le a.val b.val
instance Fin.decLt {n : Nat} (a b : Fin n) : Decidable (LT.lt a b) := Nat.decLt ..
instance Fin.decLe {n : Nat} (a b : Fin n) : Decidable (LE.le a b) := Nat.decLe ..

/-! ## Machine words -/

structure BitVec (w : Nat) where
  ofFin ::
  toFin : Fin (HPow.hPow (2 : Nat) w)

def BitVec.decEq {w : Nat} : (x y : BitVec w) → Decidable (Eq x y)
  | ⟨a⟩, ⟨b⟩ => match _root_.decEq a b with
    | isTrue h => isTrue (congrArg BitVec.ofFin h)
    | isFalse h => isFalse (fun e => h (congrArg BitVec.toFin e))

instance instDecidableEqBitVec {w : Nat} : DecidableEq (BitVec w) := BitVec.decEq

protected def BitVec.ofNatLT {w : Nat} (i : Nat) (p : LT.lt i (HPow.hPow (2 : Nat) w)) : BitVec w := ⟨⟨i, p⟩⟩

protected def BitVec.toNat {w : Nat} (x : BitVec w) : Nat := x.toFin.val

abbrev UInt8.size : Nat := 256
abbrev UInt16.size : Nat := 65536
abbrev UInt32.size : Nat := 4294967296
abbrev UInt64.size : Nat := 18446744073709551616

structure UInt8 where
  ofBitVec ::
  toBitVec : BitVec 8

structure UInt16 where
  ofBitVec ::
  toBitVec : BitVec 16

structure UInt32 where
  ofBitVec ::
  toBitVec : BitVec 32

structure UInt64 where
  ofBitVec ::
  toBitVec : BitVec 64

attribute [extern "lean_uint8_of_nat_mk"] UInt8.ofBitVec
attribute [extern "lean_uint8_to_nat"] UInt8.toBitVec
attribute [extern "lean_uint16_of_nat_mk"] UInt16.ofBitVec
attribute [extern "lean_uint16_to_nat"] UInt16.toBitVec
attribute [extern "lean_uint32_of_nat_mk"] UInt32.ofBitVec
attribute [extern "lean_uint32_to_nat"] UInt32.toBitVec
attribute [extern "lean_uint64_of_nat_mk"] UInt64.ofBitVec
attribute [extern "lean_uint64_to_nat"] UInt64.toBitVec

@[extern "lean_uint8_dec_eq"] def UInt8.decEq (a b : UInt8) : Decidable (Eq a b) :=
  match a, b with
  | ⟨x⟩, ⟨y⟩ => match BitVec.decEq x y with
    | isTrue h => isTrue (congrArg UInt8.ofBitVec h)
    | isFalse h => isFalse (fun e => h (congrArg UInt8.toBitVec e))

instance : DecidableEq UInt8 := UInt8.decEq

@[extern "lean_uint32_dec_eq"] def UInt32.decEq (a b : UInt32) : Decidable (Eq a b) :=
  match a, b with
  | ⟨x⟩, ⟨y⟩ => match BitVec.decEq x y with
    | isTrue h => isTrue (congrArg UInt32.ofBitVec h)
    | isFalse h => isFalse (fun e => h (congrArg UInt32.toBitVec e))

instance : DecidableEq UInt32 := UInt32.decEq

/-! ## Characters -/

abbrev Nat.isValidChar (n : Nat) : Prop :=
  Or (LT.lt n 0xd800) (And (LT.lt 0xdfff n) (LT.lt n 0x110000))

abbrev UInt32.isValidChar (n : UInt32) : Prop := n.toBitVec.toNat.isValidChar

structure Char where
  val : UInt32
  valid : val.isValidChar

theorem Nat.lt_of_isValidChar (n : Nat) (h : n.isValidChar) : LT.lt n (HPow.hPow (2 : Nat) (32 : Nat)) :=
  h.elim
    (fun h => Nat.lt_of_lt_of_le h (of_decide_eq_true (p := LE.le (0xd800 : Nat) _) rfl))
    (fun h => Nat.lt_of_lt_of_le h.right (of_decide_eq_true (p := LE.le (0x110000 : Nat) _) rfl))

@[extern "lean_uint32_of_nat"] def Char.ofNatAux (n : @& Nat) (h : n.isValidChar) : Char :=
  ⟨⟨⟨⟨n, Nat.lt_of_isValidChar n h⟩⟩⟩, h⟩

@[noinline] def Char.ofNat (n : Nat) : Char :=
  dite n.isValidChar (fun h => Char.ofNatAux n h) (fun _ => Char.ofNatAux 0 (Or.inl (of_decide_eq_true rfl)))

theorem Char.eq_of_val_eq : {c d : Char} → Eq c.val d.val → Eq c d
  | ⟨_, _⟩, ⟨_, _⟩, rfl => rfl

theorem Char.val_eq_of_eq {c d : Char} (h : Eq c d) : Eq c.val d.val := congrArg Char.val h

instance : DecidableEq Char := fun c d =>
  match decEq c.val d.val with
  | isTrue h => isTrue (Char.eq_of_val_eq h)
  | isFalse h => isFalse (fun e => h (Char.val_eq_of_eq e))

@[inline] def Char.toNat (c : Char) : Nat := c.val.toBitVec.toNat

/-! ## Arrays and strings -/

structure Array (α : Type u) where
  mk ::
  toList : List α

attribute [extern "lean_array_to_list"] Array.toList
attribute [extern "lean_array_mk"] Array.mk

namespace Array

@[extern "lean_mk_empty_array_with_capacity"] def mkEmpty {α : Type u} (c : @& Nat) : Array α := ⟨List.nil⟩

@[inline] def emptyWithCapacity {α : Type u} (c : Nat) : Array α := Array.mkEmpty c

def empty {α : Type u} : Array α := Array.mkEmpty 0

@[extern "lean_array_push"] def push {α : Type u} (a : Array α) (v : α) : Array α := ⟨List.concat a.toList v⟩

@[extern "lean_array_get_size"] def size {α : Type u} (a : @& Array α) : Nat := a.toList.length

def mkArray0 {α : Type u} : Array α := mkEmpty 0
def mkArray1 {α : Type u} (a₁ : α) : Array α := (mkEmpty 1).push a₁
def mkArray2 {α : Type u} (a₁ a₂ : α) : Array α := ((mkEmpty 2).push a₁).push a₂
def mkArray3 {α : Type u} (a₁ a₂ a₃ : α) : Array α := (((mkEmpty 3).push a₁).push a₂).push a₃
def mkArray4 {α : Type u} (a₁ a₂ a₃ a₄ : α) : Array α := ((((mkEmpty 4).push a₁).push a₂).push a₃).push a₄

end Array

instance {α : Type u} : Inhabited (Array α) where default := Array.empty

structure ByteArray where
  data : Array UInt8

attribute [extern "lean_byte_array_mk"] ByteArray.mk
attribute [extern "lean_byte_array_data"] ByteArray.data

structure String where
  ofList ::
  toList : List Char

attribute [extern "lean_string_data"] String.toList
attribute [extern "lean_string_mk"] String.ofList

instance : Inhabited String where default := ""

structure String.Pos.Raw where
  byteIdx : Nat

structure Substring.Raw where
  str : String
  startPos : String.Pos.Raw
  stopPos : String.Pos.Raw

@[extern "l_String_toRawSubstring_x27"] opaque String.toRawSubstring' (s : String) : Substring.Raw :=
  ⟨s, ⟨0⟩, ⟨0⟩⟩

/-! ## Monads -/

class Functor (f : Type u → Type v) : Type (max (u+1) v) where
  map : {α β : Type u} → (α → β) → f α → f β
  mapConst : {α β : Type u} → α → f β → f α := Function.comp map (Function.const _)

class Pure (f : Type u → Type v) where
  pure {α : Type u} : α → f α

export Pure (pure)

class Bind (m : Type u → Type v) where
  bind : {α β : Type u} → m α → (α → m β) → m β

export Bind (bind)

class Seq (f : Type u → Type v) : Type (max (u+1) v) where
  seq : {α β : Type u} → f (α → β) → (Unit → f α) → f β

class SeqLeft (f : Type u → Type v) : Type (max (u+1) v) where
  seqLeft : {α β : Type u} → f α → (Unit → f β) → f α

class SeqRight (f : Type u → Type v) : Type (max (u+1) v) where
  seqRight : {α β : Type u} → f α → (Unit → f β) → f β

class Applicative (f : Type u → Type v) extends Functor f, Pure f, Seq f, SeqLeft f, SeqRight f where
  map := fun x y => Seq.seq (pure x) fun _ => y
  seqLeft := fun a b => Seq.seq (Functor.map (Function.const _) a) b
  seqRight := fun a b => Seq.seq (Functor.map (Function.const _ id) a) b

class Monad (m : Type u → Type v) : Type (max (u+1) v) extends Applicative m, Bind m where
  map f x := bind x (Function.comp pure f)
  seq f x := bind f fun y => Functor.map y (x ())
  seqLeft x y := bind x fun a => bind (y ()) (fun _ => pure a)
  seqRight x y := bind x fun _ => y ()

class MonadLift (m : semiOutParam (Type u → Type v)) (n : Type u → Type w) where
  monadLift : {α : Type u} → m α → n α

class MonadLiftT (m : Type u → Type v) (n : Type u → Type w) where
  monadLift : {α : Type u} → m α → n α

export MonadLiftT (monadLift)

abbrev liftM {m : Type u → Type v} {n : Type u → Type w} [MonadLiftT m n] {α : Type u} : m α → n α :=
  monadLift

instance (m n o) [MonadLift n o] [MonadLiftT m n] : MonadLiftT m o where
  monadLift x := MonadLift.monadLift (m := n) (monadLift x)

instance (m) : MonadLiftT m m where
  monadLift x := x

class MonadExceptOf (ε : semiOutParam (Type u)) (m : Type v → Type w) where
  throw {α : Type v} : ε → m α
  tryCatch {α : Type v} (body : m α) (handler : ε → m α) : m α

class MonadExcept (ε : outParam (Type u)) (m : Type v → Type w) where
  throw {α : Type v} : ε → m α
  tryCatch {α : Type v} : m α → (ε → m α) → m α

export MonadExcept (throw tryCatch)

instance (ε : outParam (Type u)) (m : Type v → Type w) [MonadExceptOf ε m] : MonadExcept ε m where
  throw := MonadExceptOf.throw
  tryCatch := MonadExceptOf.tryCatch

/-! ### The two monads in which native macros and unexpanders run; the layout is the compiler's -/

def ReaderT (ρ : Type u) (m : Type u → Type v) (α : Type u) : Type (max u v) := ρ → m α

inductive EStateM.Result (ε σ α : Type u) where
  | ok : α → σ → Result ε σ α
  | error : ε → σ → Result ε σ α

def EStateM (ε σ α : Type u) := σ → EStateM.Result ε σ α

instance {ε σ : Type u} : Monad (EStateM ε σ) where
  pure a := fun s => EStateM.Result.ok a s
  bind x f := fun s => match x s with
    | EStateM.Result.ok a s => f a s
    | EStateM.Result.error e s => EStateM.Result.error e s

instance {ρ : Type u} {m : Type u → Type v} [Monad m] : Monad (ReaderT ρ m) where
  pure a := fun _ => pure a
  bind x f := fun r => bind (x r) (fun a => f a r)

instance {ρ ε σ : Type} : MonadExceptOf ε (ReaderT ρ (EStateM ε σ)) where
  throw e := fun _ s => EStateM.Result.error e s
  tryCatch x h := fun r s => match x r s with
    | EStateM.Result.error e s => h e r s
    | ok => ok
