/- # Core: actions that print

As much of `IO` as `#eval` takes to run an action: sequencing, printing, exceptions. Types are laid out as the compiler and the native
code have them. What reads, or touches files, processes and time, is not here.
-/
prelude

import Init.Show.ToString

set_option linter.all false
universe u v w

/-! ## Actions are functions of the world, which the compiler leaves away -/

def NonemptyType := Subtype fun α : Type u => Nonempty α
abbrev NonemptyType.type (type : NonemptyType.{u}) : Type u := type.val

opaque Void.nonemptyType (σ : Type) : NonemptyType.{0} := ⟨Unit, ⟨()⟩⟩
def Void (σ : Type) : Type := (Void.nonemptyType σ).type
instance Void.instNonempty {σ : Type} : Nonempty (Void σ) := (Void.nonemptyType σ).property

structure ST.Out (σ : Type) (α : Type) where
  val : α
  state : Void σ

def ST (σ : Type) (α : Type) : Type := Void σ → ST.Out σ α

namespace ST

protected def pure {σ α : Type} (a : α) : ST σ α := fun s => ⟨a, s⟩
protected def bind {σ α β : Type} (x : ST σ α) (f : α → ST σ β) : ST σ β := fun s =>
  match x s with
  | ⟨a, s⟩ => f a s

end ST

instance instMonadST {σ : Type} : Monad (ST σ) where
  pure := ST.pure
  bind := ST.bind
instance {σ α : Type} [Nonempty α] : Nonempty (ST σ α) := ⟨fun s => ⟨Classical.ofNonempty, s⟩⟩

inductive EST.Out (ε σ α : Type) where
  | ok : α → Void σ → EST.Out ε σ α
  | error : ε → Void σ → EST.Out ε σ α

def EST (ε σ α : Type) : Type := Void σ → EST.Out ε σ α

namespace EST

protected def pure {ε σ α : Type} (a : α) : EST ε σ α := fun s => .ok a s
protected def bind {ε σ α β : Type} (x : EST ε σ α) (f : α → EST ε σ β) : EST ε σ β := fun s =>
  match x s with
  | .ok a s => f a s
  | .error e s => .error e s
protected def throw {ε σ α : Type} (e : ε) : EST ε σ α := fun s => .error e s
protected def tryCatch {ε σ α : Type} (x : EST ε σ α) (handle : ε → EST ε σ α) : EST ε σ α := fun s =>
  match x s with
  | .ok a s => .ok a s
  | .error e s => handle e s

end EST

instance instMonadEST {ε σ : Type} : Monad (EST ε σ) where
  pure := EST.pure
  bind := EST.bind
instance instMonadExceptOfEST {ε σ : Type} : MonadExceptOf ε (EST ε σ) where
  throw := EST.throw
  tryCatch := EST.tryCatch
instance {ε σ α : Type} [Inhabited ε] : Inhabited (EST ε σ α) := ⟨EST.throw default⟩

/-! ## Input and output -/

def IO.RealWorld : Type := Unit

abbrev BaseIO : Type → Type := ST IO.RealWorld
abbrev EIO (ε : Type) : Type → Type := EST ε IO.RealWorld

inductive IO.Error where
  | alreadyExists (filename : Option String) (osCode : UInt32) (details : String)
  | otherError (osCode : UInt32) (details : String)
  | resourceBusy (osCode : UInt32) (details : String)
  | resourceVanished (osCode : UInt32) (details : String)
  | unsupportedOperation (osCode : UInt32) (details : String)
  | hardwareFault (osCode : UInt32) (details : String)
  | unsatisfiedConstraints (osCode : UInt32) (details : String)
  | illegalOperation (osCode : UInt32) (details : String)
  | protocolError (osCode : UInt32) (details : String)
  | timeExpired (osCode : UInt32) (details : String)
  | interrupted (filename : String) (osCode : UInt32) (details : String)
  | noFileOrDirectory (filename : String) (osCode : UInt32) (details : String)
  | invalidArgument (filename : Option String) (osCode : UInt32) (details : String)
  | permissionDenied (filename : Option String) (osCode : UInt32) (details : String)
  | resourceExhausted (filename : Option String) (osCode : UInt32) (details : String)
  | inappropriateType (filename : Option String) (osCode : UInt32) (details : String)
  | noSuchThing (filename : Option String) (osCode : UInt32) (details : String)
  | unexpectedEof
  | userError (msg : String)

def IO.userError (s : String) : IO.Error := .userError s

abbrev IO : Type → Type := EIO IO.Error

instance : Inhabited IO.Error := ⟨.unexpectedEof⟩
instance : Coe String IO.Error := ⟨IO.userError⟩

@[extern "l_IO_println"] opaque IO.println {α : Type u} [ToString α] (s : α) : IO Unit := default
@[extern "l_IO_print"] opaque IO.print {α : Type u} [ToString α] (s : α) : IO Unit := default

/-! ## Running one action in another, as `#eval` does -/

class MonadEval (m : semiOutParam (Type u → Type v)) (n : Type u → Type w) where
  monadEval : {α : Type u} → m α → n α

class MonadEvalT (m : Type u → Type v) (n : Type u → Type w) where
  monadEval : {α : Type u} → m α → n α

instance instMonadEvalTOfMonadEval (m n o) [MonadEval n o] [MonadEvalT m n] : MonadEvalT m o where
  monadEval x := MonadEval.monadEval (m := n) (MonadEvalT.monadEval x)
instance instMonadEvalT (m) : MonadEvalT m m where monadEval x := x
