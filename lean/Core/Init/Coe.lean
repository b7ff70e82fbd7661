/- # Core: coercions and default instances

The first file after notation. Declares the chain of coercion classes and says which instances numerals and operators
take when nothing else decides.
-/
prelude

import Init.Notation

set_option linter.all false
universe u v w

attribute [default_instance 100] instOfNatNat
attribute [default_instance] instHAdd instHSub instHMul instHDiv instHMod instHPow instPowNat
attribute [default_instance] instHAppendOfAppend instHOrElseOfOrElse instHAndThenOfAndThen
attribute [default_instance] instHAndOfAndOp instHXorOfXorOp instHOrOfOrOp
attribute [default_instance] instHShiftLeftOfShiftLeft instHShiftRightOfShiftRight

/-! ## Zero and one, as classes and as numerals -/

instance (priority := 300) Zero.toOfNat0 {α : Type u} [Zero α] : OfNat α (nat_lit 0) where ofNat := ‹Zero α›.1
instance (priority := 200) Zero.ofOfNat0 {α : Type u} [OfNat α (nat_lit 0)] : Zero α where zero := 0
instance (priority := 300) One.toOfNat1 {α : Type u} [One α] : OfNat α (nat_lit 1) where ofNat := ‹One α›.1
instance (priority := 200) One.ofOfNat1 {α : Type u} [OfNat α (nat_lit 1)] : One α where one := 1

/-! ## The chain

`↑a : β` looks for `CoeT`, which is any number of `CoeHead`, `CoeOut`, `Coe`, `CoeTail` steps, in this order. -/

class Coe (α : semiOutParam (Sort u)) (β : Sort v) where
  coe : α → β
attribute [coe_decl] Coe.coe

class CoeTC (α : Sort u) (β : Sort v) where
  coe : α → β
attribute [coe_decl] CoeTC.coe

instance [Coe β γ] [CoeTC α β] : CoeTC α γ where coe a := Coe.coe (CoeTC.coe a : β)
instance [Coe α β] : CoeTC α β where coe a := Coe.coe a
instance : CoeTC α α where coe a := a

class CoeOut (α : Sort u) (β : semiOutParam (Sort v)) where
  coe : α → β
attribute [coe_decl] CoeOut.coe

class CoeOTC (α : Sort u) (β : Sort v) where
  coe : α → β
attribute [coe_decl] CoeOTC.coe

instance [CoeOut α β] [CoeOTC β γ] : CoeOTC α γ where coe a := CoeOTC.coe (CoeOut.coe a : β)
instance [CoeTC α β] : CoeOTC α β where coe a := CoeTC.coe a
instance : CoeOTC α α where coe a := a

class CoeHead (α : Sort u) (β : semiOutParam (Sort v)) where
  coe : α → β
attribute [coe_decl] CoeHead.coe

class CoeHTC (α : Sort u) (β : Sort v) where
  coe : α → β
attribute [coe_decl] CoeHTC.coe

instance [CoeHead α β] [CoeOTC β γ] : CoeHTC α γ where coe a := CoeOTC.coe (CoeHead.coe a : β)
instance [CoeOTC α β] : CoeHTC α β where coe a := CoeOTC.coe a
instance : CoeHTC α α where coe a := a

class CoeTail (α : semiOutParam (Sort u)) (β : Sort v) where
  coe : α → β
attribute [coe_decl] CoeTail.coe

class CoeHTCT (α : Sort u) (β : Sort v) where
  coe : α → β
attribute [coe_decl] CoeHTCT.coe

instance [CoeTail β γ] [CoeHTC α β] : CoeHTCT α γ where coe a := CoeTail.coe (CoeHTC.coe a : β)
instance [CoeHTC α β] : CoeHTCT α β where coe a := CoeHTC.coe a
instance : CoeHTCT α α where coe a := a

class CoeDep (α : Sort u) (_ : α) (β : Sort v) where
  coe : β
attribute [coe_decl] CoeDep.coe

class CoeT (α : Sort u) (_ : α) (β : Sort v) where
  coe : β
attribute [coe_decl] CoeT.coe

instance [CoeHTCT α β] : CoeT α a β where coe := CoeHTCT.coe a
instance [CoeDep α a β] : CoeT α a β where coe := CoeDep.coe a
instance : CoeT α a α where coe := a

class CoeFun (α : Sort u) (γ : outParam (α → Sort v)) where
  coe : (f : α) → γ f
attribute [coe_decl] CoeFun.coe

class CoeSort (α : Sort u) (β : outParam (Sort v)) where
  coe : α → β
attribute [coe_decl] CoeSort.coe

/-! ## Instances -/

instance boolToProp : Coe Bool Prop where coe b := b = true
instance boolToSort : CoeSort Bool Prop where coe b := b
instance decPropToBool (p : Prop) [Decidable p] : CoeDep Prop p Bool where coe := decide p
instance optionCoe {α : Type u} : Coe α (Option α) where coe := some
instance subtypeCoe {α : Sort v} {p : α → Prop} : CoeOut (Subtype p) α where coe v := v.val

namespace Lean

instance : Coe SyntaxNodeKind SyntaxNodeKinds where coe k := [k]
instance {ks : SyntaxNodeKinds} : CoeOut (TSyntax ks) Syntax where coe s := s.raw
instance {k : SyntaxNodeKind} {ks : SyntaxNodeKinds} : CoeTail (TSyntax k) (TSyntax (k :: ks)) where coe s := ⟨s.raw⟩
instance : Coe (TSyntax `ident) (TSyntax `term) where coe s := ⟨s.raw⟩
instance : Coe (TSyntax `num) (TSyntax `term) where coe s := ⟨s.raw⟩
instance : Coe (TSyntax `str) (TSyntax `term) where coe s := ⟨s.raw⟩
instance : Coe (TSyntax `char) (TSyntax `term) where coe s := ⟨s.raw⟩

end Lean
