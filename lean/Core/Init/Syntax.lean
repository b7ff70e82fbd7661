/- # Core: names, syntax trees, macros

The types of Lean's parser and macro expander, laid out as the native code in the shared library has them, and those of its
functions that quotations and `macro` call. They matter while text is read; no proof refers to them.
-/
prelude

import Init.Data

set_option linter.all false
universe u

namespace Lean

/-! ## Names -/

inductive Name where
  | anonymous : Name
  | str (pre : Name) (str : String)
  | num (pre : Name) (i : Nat)

instance : Inhabited Name where default := Name.anonymous

@[extern "l_Lean_Name_str___override"] opaque Name.str._override (p : Name) (s : String) : Name
@[extern "l_Lean_Name_num___override"] opaque Name.num._override (p : Name) (n : Nat) : Name
attribute [implemented_by Name.str._override] Name.str
attribute [implemented_by Name.num._override] Name.num

namespace Name

abbrev mkStr (p : Name) (s : String) : Name := .str p s
abbrev mkNum (p : Name) (v : Nat) : Name := .num p v
abbrev mkSimple (s : String) : Name := .str .anonymous s

@[extern "l_Lean_Name_mkStr1"] abbrev mkStr1 (s₁ : String) : Name := .str .anonymous s₁
@[extern "l_Lean_Name_mkStr2"] abbrev mkStr2 (s₁ s₂ : String) : Name := .str (.str .anonymous s₁) s₂
@[extern "l_Lean_Name_mkStr3"] abbrev mkStr3 (s₁ s₂ s₃ : String) : Name :=
  .str (.str (.str .anonymous s₁) s₂) s₃
@[extern "l_Lean_Name_mkStr4"] abbrev mkStr4 (s₁ s₂ s₃ s₄ : String) : Name :=
  .str (.str (.str (.str .anonymous s₁) s₂) s₃) s₄
@[extern "l_Lean_Name_mkStr5"] abbrev mkStr5 (s₁ s₂ s₃ s₄ s₅ : String) : Name := .str (mkStr4 s₁ s₂ s₃ s₄) s₅
@[extern "l_Lean_Name_mkStr6"] abbrev mkStr6 (s₁ s₂ s₃ s₄ s₅ s₆ : String) : Name :=
  .str (mkStr5 s₁ s₂ s₃ s₄ s₅) s₆

end Name

/-! ## What parsers are described by -/

inductive ParserDescr where
  | const (name : Name)
  | unary (name : Name) (p : ParserDescr)
  | binary (name : Name) (p₁ p₂ : ParserDescr)
  | node (kind : Name) (prec : Nat) (p : ParserDescr)
  | trailingNode (kind : Name) (prec lhsPrec : Nat) (p : ParserDescr)
  | symbol (val : String)
  | nonReservedSymbol (val : String) (includeIdent : Bool)
  | cat (catName : Name) (rbp : Nat)
  | parser (declName : Name)
  | nodeWithAntiquot (name : String) (kind : Name) (p : ParserDescr)
  | sepBy (p : ParserDescr) (sep : String) (psep : ParserDescr) (allowTrailingSep : Bool := false)
  | sepBy1 (p : ParserDescr) (sep : String) (psep : ParserDescr) (allowTrailingSep : Bool := false)
  | unicodeSymbol (val asciiVal : String) (preserveForPP : Bool)

instance : Inhabited ParserDescr where default := .symbol ""

abbrev TrailingParserDescr := ParserDescr

/-! ## Syntax trees -/

inductive SourceInfo where
  | original (leading : Substring.Raw) (pos : String.Pos.Raw) (trailing : Substring.Raw) (endPos : String.Pos.Raw)
  | synthetic (pos : String.Pos.Raw) (endPos : String.Pos.Raw) (canonical : Bool := false)
  | protected none

instance : Inhabited SourceInfo where default := SourceInfo.none

abbrev SyntaxNodeKind := Name

inductive Syntax.Preresolved where
  | namespace (ns : Name)
  | decl (n : Name) (fields : List String)

inductive Syntax where
  | missing : Syntax
  | node (info : SourceInfo) (kind : SyntaxNodeKind) (args : Array Syntax) : Syntax
  | atom (info : SourceInfo) (val : String) : Syntax
  | ident (info : SourceInfo) (rawVal : Substring.Raw) (val : Name) (preresolved : List Syntax.Preresolved) : Syntax

instance : Inhabited Syntax where default := Syntax.missing

/-- An abbreviation, not a definition: coercions between kinds unify through it. -/
abbrev SyntaxNodeKinds := List SyntaxNodeKind

structure TSyntax (ks : SyntaxNodeKinds) where
  raw : Syntax

instance {ks : SyntaxNodeKinds} : Inhabited (TSyntax ks) where default := ⟨Syntax.missing⟩

abbrev Syntax.Term := TSyntax (List.cons (Name.mkStr1 "term") List.nil)

export Syntax (Term)

@[extern "l_Lean_SourceInfo_fromRef"] opaque SourceInfo.fromRef (ref : @& Syntax) (canonical : Bool := false) :
  SourceInfo

namespace Syntax

def node1 (info : SourceInfo) (kind : SyntaxNodeKind) (a₁ : Syntax) : Syntax :=
  .node info kind (Array.mkArray1 a₁)
def node2 (info : SourceInfo) (kind : SyntaxNodeKind) (a₁ a₂ : Syntax) : Syntax :=
  .node info kind (Array.mkArray2 a₁ a₂)
def node3 (info : SourceInfo) (kind : SyntaxNodeKind) (a₁ a₂ a₃ : Syntax) : Syntax :=
  .node info kind (Array.mkArray3 a₁ a₂ a₃)
def node4 (info : SourceInfo) (kind : SyntaxNodeKind) (a₁ a₂ a₃ a₄ : Syntax) : Syntax :=
  .node info kind (Array.mkArray4 a₁ a₂ a₃ a₄)
@[extern "l_Lean_Syntax_node5"] opaque node5 (info : SourceInfo) (kind : SyntaxNodeKind)
  (a₁ a₂ a₃ a₄ a₅ : Syntax) : Syntax
@[extern "l_Lean_Syntax_node6"] opaque node6 (info : SourceInfo) (kind : SyntaxNodeKind)
  (a₁ a₂ a₃ a₄ a₅ a₆ : Syntax) : Syntax
@[extern "l_Lean_Syntax_node7"] opaque node7 (info : SourceInfo) (kind : SyntaxNodeKind)
  (a₁ a₂ a₃ a₄ a₅ a₆ a₇ : Syntax) : Syntax
@[extern "l_Lean_Syntax_node8"] opaque node8 (info : SourceInfo) (kind : SyntaxNodeKind)
  (a₁ a₂ a₃ a₄ a₅ a₆ a₇ a₈ : Syntax) : Syntax

@[extern "l_Lean_Syntax_getKind"] opaque getKind (stx : Syntax) : SyntaxNodeKind
@[extern "l_Lean_Syntax_isOfKind"] opaque isOfKind (stx : Syntax) (k : SyntaxNodeKind) : Bool
@[extern "l_Lean_Syntax_getArg"] opaque getArg (stx : @& Syntax) (i : @& Nat) : Syntax
@[extern "l_Lean_Syntax_getArgs"] opaque getArgs (stx : @& Syntax) : Array Syntax
@[extern "l_Lean_Syntax_getNumArgs"] opaque getNumArgs (stx : @& Syntax) : Nat
@[extern "l_Lean_Syntax_matchesNull"] opaque matchesNull (stx : Syntax) (n : @& Nat) : Bool
@[extern "l_Lean_Syntax_matchesIdent"] opaque matchesIdent (stx : @& Syntax) (id : @& Name) : Bool
@[extern "l_Lean_Syntax_matchesLit"] opaque matchesLit (stx : @& Syntax) (k : @& SyntaxNodeKind) (val : @& String) : Bool
@[extern "l_Lean_Syntax_getOptional_x3f"] opaque getOptional? (stx : @& Syntax) : Option Syntax
@[extern "l_Lean_Syntax_isNone"] opaque isNone (stx : @& Syntax) : Bool
@[extern "l_Lean_Syntax_getId"] opaque getId (stx : @& Syntax) : Name

end Syntax

def TSyntaxArray (ks : SyntaxNodeKinds) := Array (TSyntax ks)

@[extern "l_Lean_TSyntaxArray_rawImpl"] opaque TSyntaxArray.raw {ks : @& SyntaxNodeKinds} (as : @& TSyntaxArray ks) :
  Array Syntax
@[extern "l_Lean_TSyntaxArray_mkImpl"] opaque TSyntaxArray.mk {ks : @& SyntaxNodeKinds} (as : @& Array Syntax) :
  TSyntaxArray ks := Array.empty

/-! ## Hygiene and macros -/

abbrev MacroScope := Nat

class MonadRef (m : Type → Type) where
  getRef : m Syntax
  withRef {α} : Syntax → m α → m α

export MonadRef (getRef)

class MonadQuotation (m : Type → Type) extends MonadRef m where
  getCurrMacroScope : m MacroScope
  getContext : m Name
  withFreshMacroScope {α : Type} : m α → m α

export MonadQuotation (getCurrMacroScope withFreshMacroScope)

@[inline] def MonadRef.mkInfoFromRefPos {m} [Monad m] [MonadRef m] : m SourceInfo :=
  bind getRef (fun ref => pure (SourceInfo.fromRef ref))

@[extern "l_Lean_addMacroScope"] opaque addMacroScope (mainModule : Name) (n : Name) (scp : MacroScope) : Name

@[extern "l_Lean_replaceRef"] opaque replaceRef (ref : @& Syntax) (oldRef : @& Syntax) : Syntax

@[inline] def withRef {m : Type → Type} [Monad m] [MonadRef m] {α : Type} (ref : Syntax) (x : m α) : m α :=
  bind getRef fun oldRef => MonadRef.withRef (replaceRef ref oldRef) x

namespace Macro

opaque Context : Type := Nat
opaque State : Type := Nat

inductive Exception where
  | error : Syntax → String → Exception
  | unsupportedSyntax : Exception

end Macro

abbrev MacroM := ReaderT Macro.Context (EStateM Macro.Exception Macro.State)

abbrev Macro := Syntax → MacroM Syntax

instance {α : Type} : Inhabited (MacroM α) where default := throw Macro.Exception.unsupportedSyntax

namespace Macro

@[extern "l_Lean_Macro_instMonadQuotationMacroM"] opaque instMonadQuotationMacroM : MonadQuotation MacroM :=
  { getRef := default, withRef := fun _ x => x, getCurrMacroScope := default, getContext := default,
    withFreshMacroScope := fun x => x }
attribute [instance] instMonadQuotationMacroM

end Macro

namespace PrettyPrinter

abbrev UnexpandM := ReaderT Syntax (EStateM Unit Unit)

abbrev Unexpander := Syntax → UnexpandM Syntax

instance {α : Type} : Inhabited (UnexpandM α) where default := throw ()

instance : MonadQuotation UnexpandM where
  getRef := fun ref => pure ref
  withRef ref x := fun _ => x ref
  getCurrMacroScope := pure 0
  getContext := pure (Name.mkStr1 "_fakeMod")
  withFreshMacroScope x := x

end PrettyPrinter
end Lean
