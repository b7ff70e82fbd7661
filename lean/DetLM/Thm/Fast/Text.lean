import DetLM.Spec.Fast.Text

/-!
# Fast functions on lists, words and numbers are the readable ones

What `DetLM.Thm.Fast` says of itself holds here.

## Main results

* `mentionsFrom_eq`, `wordCountFrom_eq`, `read_eq`, and the like for every other twin
-/

namespace DetLM.Fast

/-- `choose` is `cond`. -/
theorem choose_eq {α : Type u} (c : Bool) (x y : α) : choose c x y = (bif c then x else y) := by
  cases c <;> rfl

/-- Disjunction with a truth. -/
theorem orTrue (b : Bool) : (b || true) = true := by
  cases b <;> rfl

/-- For bytes the bit set says what the ranges say; a larger number is a word byte either way. -/
theorem isWordByte_eq (b : Byte) : isWordByte b = DetLM.isWordByte b := by
  by_cases h : b < 256
  · exact (by decide +kernel : ∀ b, b < 256 → isWordByte b = DetLM.isWordByte b) b h
  · have hb : 256 ≤ b := (Nat.lt_or_ge b 256).elim (fun h' => absurd h' h) id
    have h1 : Nat.ble 256 b = true := Nat.ble_eq_true_of_le hb
    have h2 : Nat.ble 128 b = true := Nat.ble_eq_true_of_le (Nat.le_trans (by decide) hb)
    have h3 : DetLM.isWordByte b = true := by
      unfold DetLM.isWordByte
      rw [h2]
      exact orTrue _
    rw [h3]
    unfold isWordByte
    rw [h1]
    cases Nat.beq (Nat.land (Nat.shiftRight wordBytes b) 1) 1 <;> rfl

/-- Twins. -/
theorem lower_eq (b : Byte) : lower b = DetLM.lower b := by
  unfold lower DetLM.lower
  cases Nat.ble 65 b <;> cases Nat.ble b 90 <;> rfl

/-- Twins. -/
theorem sameText_eq : ∀ s t, sameText s t = Text.beq s t
  | [], [] => rfl
  | [], _ :: _ => rfl
  | _ :: _, [] => rfl
  | a :: s, b :: t => by
    show choose (Nat.beq a b) (sameText s t) false = (Nat.beq a b && Text.beq s t)
    rw [sameText_eq s t]
    cases Nat.beq a b <;> rfl

/-- Twins. -/
theorem isEmptyText_eq (t : Text) : isEmptyText t = DetLM.isEmptyText t := by
  cases t <;> rfl

/-- Twins. -/
theorem map_eq {α : Type u} {β : Type v} (f : α → β) : ∀ l, map f l = l.map f
  | [] => rfl
  | a :: l => congrArg (List.cons (f a)) (map_eq f l)

/-- Twins. -/
theorem append_eq {α : Type u} : ∀ l m : List α, append l m = l ++ m
  | [], _ => rfl
  | a :: l, m => congrArg (List.cons a) (append_eq l m)

/-- Twins. -/
theorem flatMap_eq {α : Type u} {β : Type v} (f : α → List β) : ∀ l : List α, flatMap l f = l.flatMap f
  | [] => rfl
  | a :: l => by
    show append (f a) (flatMap l f) = f a ++ l.flatMap f
    rw [append_eq, flatMap_eq f l]

/-- Twins. -/
theorem all_eq {α : Type u} (p : α → Bool) : ∀ l : List α, all l p = l.all p
  | [] => rfl
  | a :: l => by
    show choose (p a) (all l p) false = (p a && l.all p)
    rw [all_eq p l]
    cases p a <;> rfl

/-- Twins. -/
theorem any_eq {α : Type u} (p : α → Bool) : ∀ l : List α, any l p = l.any p
  | [] => rfl
  | a :: l => by
    show choose (p a) true (any l p) = (p a || l.any p)
    rw [any_eq p l]
    cases p a <;> rfl

/-- Twins. -/
theorem length_eq {α : Type u} : ∀ l : List α, length l = l.length
  | [] => rfl
  | _ :: l => congrArg Nat.succ (length_eq l)

/-- `onto` is the helper of `List.reverse`. -/
theorem onto_eq {α : Type u} : ∀ l m : List α, onto l m = l.reverseAux m
  | [], _ => rfl
  | a :: l, m => onto_eq l (a :: m)

/-! ### Words -/

/-- Twins. -/
theorem startsFresh_eq (t : Text) : startsFresh t = DetLM.startsFresh t := by
  cases t with
  | nil => rfl
  | cons b t =>
    show choose (isWordByte b) false true = !DetLM.isWordByte b
    rw [isWordByte_eq]
    cases DetLM.isWordByte b <;> rfl

/-- Twins. -/
theorem startsWithWord_eq : ∀ w t, startsWithWord w t = DetLM.startsWithWord w t
  | [], t => by
    show startsFresh t = DetLM.startsWithWord [] t
    rw [startsFresh_eq]
    cases t <;> rfl
  | _ :: _, [] => rfl
  | c :: w, b :: t => by
    show choose (Nat.beq (lower c) (lower b)) (startsWithWord w t) false
      = (Nat.beq (DetLM.lower c) (DetLM.lower b) && DetLM.startsWithWord w t)
    rw [startsWithWord_eq w t, lower_eq, lower_eq]
    cases Nat.beq (DetLM.lower c) (DetLM.lower b) <;> rfl

/-- Twins. -/
theorem mentionsFrom_eq (w : Text) : ∀ t fresh, mentionsFrom w t fresh = DetLM.mentionsFrom w fresh t
  | [], fresh => by
    show choose fresh (startsWithWord w []) false = (fresh && DetLM.startsWithWord w [])
    rw [startsWithWord_eq]
    cases fresh <;> rfl
  | b :: t, fresh => by
    show choose (choose fresh (startsWithWord w (b :: t)) false) true
        (mentionsFrom w t (choose (isWordByte b) false true))
      = ((fresh && DetLM.startsWithWord w (b :: t)) || DetLM.mentionsFrom w (!DetLM.isWordByte b) t)
    rw [startsWithWord_eq, isWordByte_eq, mentionsFrom_eq w t]
    cases fresh <;> cases DetLM.startsWithWord w (b :: t) <;> cases DetLM.isWordByte b <;> rfl

/-- Twins. -/
theorem wordCountFrom_eq : ∀ t inside, wordCountFrom t inside = DetLM.wordCountFrom inside t
  | [], _ => rfl
  | b :: t, inside => by
    show choose (isWordByte b)
        (choose inside (wordCountFrom t true) (Nat.succ (wordCountFrom t true))) (wordCountFrom t false)
      = (bif DetLM.isWordByte b then
          bif inside then DetLM.wordCountFrom true t else Nat.succ (DetLM.wordCountFrom true t)
        else DetLM.wordCountFrom false t)
    rw [isWordByte_eq, wordCountFrom_eq t true, wordCountFrom_eq t false]
    cases DetLM.isWordByte b <;> cases inside <;> rfl

/-! ### Numbers -/

/-- Twins. -/
theorem isDigit_eq (b : Byte) : isDigit b = Number.isDigit b := by
  unfold isDigit Number.isDigit
  cases Nat.ble 48 b <;> rfl

/-- Twins. -/
theorem readFraction_eq : ∀ t value scale, readFraction t value scale = Number.readFraction value scale t
  | [], _, _ => rfl
  | b :: t, value, scale => by
    show choose (isDigit b) (readFraction t (Number.push value b) (scale + 1)) none
      = (bif Number.isDigit b then Number.readFraction (Number.push value b) (scale + 1) t else none)
    rw [choose_eq, isDigit_eq, readFraction_eq t]

/-- Twins. -/
theorem readWhole_eq : ∀ t value, readWhole t value = Number.readWhole value t
  | [], _ => rfl
  | [b], value => by
    show choose (isDigit b) (some (Number.push value b, 0)) none
      = (bif Number.isDigit b then some (Number.push value b, 0) else none)
    rw [choose_eq, isDigit_eq]
  | b :: c :: t, value => by
    show choose (isDigit b) (readWhole (c :: t) (Number.push value b))
        (choose (choose (Nat.beq b 46) (isDigit c) false) (readFraction t (Number.push value c) 1) none)
      = (bif Number.isDigit b then Number.readWhole (Number.push value b) (c :: t)
        else bif Nat.beq b 46 && Number.isDigit c then Number.readFraction (Number.push value c) 1 t
        else none)
    rw [readWhole_eq (c :: t), readFraction_eq, isDigit_eq, isDigit_eq]
    cases Number.isDigit b <;> cases Nat.beq b 46 <;> cases Number.isDigit c <;> rfl

/-- Twins. -/
theorem readUnsigned_eq (t : Text) : readUnsigned t = Number.readUnsigned t := by
  cases t with
  | nil => rfl
  | cons b t =>
    show choose (isDigit b) (readWhole t (Number.push 0 b)) none
      = (bif Number.isDigit b then Number.readWhole (Number.push 0 b) t else none)
    rw [choose_eq, isDigit_eq, readWhole_eq]

/-- Twins. -/
theorem read_eq (t : Text) : read t = Number.read t := by
  cases t with
  | nil => rfl
  | cons b t =>
    show choose (Nat.beq b 45)
        (Option.rec (motive := fun _ => Option Number) none (fun p => some ⟨0, p.1, p.2⟩) (readUnsigned t))
        (Option.rec (motive := fun _ => Option Number) none (fun p => some ⟨p.1, 0, p.2⟩)
          (readUnsigned (b :: t)))
      = (bif Nat.beq b 45 then Number.negative (Number.readUnsigned t)
        else Number.positive (Number.readUnsigned (b :: t)))
    rw [choose_eq, readUnsigned_eq, readUnsigned_eq]
    cases Number.readUnsigned t <;> cases Number.readUnsigned (b :: t) <;> rfl

/-- Twins. -/
theorem add_eq (a b : Number) : add a b = a.add b := rfl

/-- Twins. -/
theorem mul_eq (a b : Number) : mul a b = a.mul b := rfl

/-- Twins. -/
theorem weight_eq (a b : Number) : weight a b = a.weight b := rfl

/-- Twins. -/
theorem both_eq (f : Number → Number → Number) (x y : Option Number) :
    both f x y = DetLM.both f x y := by
  cases x <;> cases y <;> rfl

/-- Twins. -/
theorem sum_eq : ∀ l, sum l = Number.sum l
  | [] => rfl
  | none :: _ => rfl
  | some a :: l => by
    show both add (some a) (sum l) = Number.sum (some a :: l)
    rw [sum_eq l]
    show _ = (match Number.sum l with
      | none => none
      | some b => some (a.add b))
    cases Number.sum l <;> rfl

end DetLM.Fast
