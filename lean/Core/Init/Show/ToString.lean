/- # Core: values as strings

`ToString` for reading by people; `s!"…"` puts such strings together.
-/
prelude

import Init.Show.Repr

set_option linter.all false
universe u v

class ToString (α : Type u) where
  toString : α → String
export ToString (toString)

instance instToStringId [ToString α] : ToString (id α) := inferInstanceAs (ToString α)
instance instToStringString : ToString String := ⟨fun s => s⟩
instance instToStringBool : ToString Bool := ⟨fun b => cond b "true" "false"⟩
instance instToStringDecidable {p : Prop} : ToString (Decidable p) where
  toString
    | .isTrue _ => "true"
    | .isFalse _ => "false"
instance instToStringPUnit : ToString PUnit.{u+1} := ⟨fun _ => "()"⟩
instance instToStringUnit : ToString Unit := ⟨fun _ => "()"⟩
instance instToStringNat : ToString Nat := ⟨Nat.repr⟩
instance instToStringInt : ToString Int := ⟨Int.repr⟩
protected def Char.toString (c : Char) : String := String.singleton c
instance instToStringChar : ToString Char := ⟨Char.toString⟩
instance instToStringFin (n : Nat) : ToString (Fin n) := ⟨fun i => toString i.val⟩
instance instToStringUInt8 : ToString UInt8 := ⟨fun n => toString n.toNat⟩
instance instToStringUInt32 : ToString UInt32 := ⟨fun n => toString n.toNat⟩
instance instToStringFormat : ToString Std.Format := ⟨fun f => f.pretty⟩

protected def List.toString [ToString α] : List α → String
  | [] => "[]"
  | [x] => "[" ++ toString x ++ "]"
  | x :: xs => xs.foldl (fun s x => s ++ ", " ++ toString x) ("[" ++ toString x) ++ "]"
instance instToStringList [ToString α] : ToString (List α) := ⟨List.toString⟩

/-- In parentheses, where it would not be read as one thing. -/
def addParenHeuristic (s : String) : String :=
  match s.toList with
  | [] => s
  | c :: cs =>
    if c = '(' || c = '[' || c = '{' || (c = '#' && cs.head? = some '[') then s
    else if !s.toList.any Char.isWhitespace then s
    else "(" ++ s ++ ")"

instance instToStringOption [ToString α] : ToString (Option α) where
  toString
    | none => "none"
    | some a => "(some " ++ addParenHeuristic (toString a) ++ ")"
instance instToStringSum [ToString α] [ToString β] : ToString (α ⊕ β) where
  toString
    | .inl a => "(inl " ++ addParenHeuristic (toString a) ++ ")"
    | .inr b => "(inr " ++ addParenHeuristic (toString b) ++ ")"
instance instToStringProd [ToString α] [ToString β] : ToString (α × β) := ⟨fun (a, b) => "(" ++ toString a ++ ", " ++ toString b ++ ")"⟩
instance instToStringExcept [ToString ε] [ToString α] : ToString (Except ε α) where
  toString
    | .error e => "error: " ++ toString e
    | .ok a => "ok: " ++ toString a
instance instToStringSubtype {p : α → Prop} [ToString α] : ToString (Subtype p) := ⟨fun s => toString s.val⟩
