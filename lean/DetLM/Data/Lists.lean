import DetLM.Data.Bytes

/-!
# What proofs need to know of booleans, lists and texts

Small facts, stated here so that the proofs depend on no other library than Lean's own definitions.

## Main definitions

* `Distinct`: a list has no entry twice

## Main results

* `bool_and_iff`, `bool_or_iff`, `bool_not_iff`, `nat_beq_iff`: tests as propositions
* `mem_append_iff`, `mem_map_iff`, `mem_flatMap_iff`, `all_iff`, `any_iff`: membership
* `append_eq_append`: the two ways in which two cuts of a text relate
* `Distinct.map`, `Distinct.append`, `Distinct.flatMap`: how lists stay without repetition
* `Distinct.length_le`: such a list is not longer than one that holds all its entries
* `Text.beq_iff`: the test for equal texts is right
* `lt_of_mem_packed`: the bytes of a packed text are bytes
-/

namespace DetLM

/-! ## Tests -/

/-- `&&` is conjunction. -/
theorem bool_and_iff {a b : Bool} : (a && b) = true ↔ a = true ∧ b = true := by
  cases a
  · exact ⟨fun h => (nomatch h), fun h => (nomatch h.1)⟩
  · exact ⟨fun h => ⟨rfl, h⟩, fun h => h.2⟩

/-- `||` is disjunction. -/
theorem bool_or_iff {a b : Bool} : (a || b) = true ↔ a = true ∨ b = true := by
  cases a
  · exact ⟨Or.inr, fun h => h.elim (fun h => (nomatch h)) id⟩
  · exact ⟨fun _ => Or.inl rfl, fun _ => rfl⟩

/-- `!` is negation. -/
theorem bool_not_iff {a : Bool} : (!a) = true ↔ ¬ a = true := by
  cases a
  · exact ⟨fun _ h => (nomatch h), fun _ => rfl⟩
  · exact ⟨fun h => (nomatch h), fun h => absurd rfl h⟩

/-- Two tests that succeed together are equal. -/
theorem bool_eq_of_iff {a b : Bool} (h : a = true ↔ b = true) : a = b := by
  cases a
  · cases b
    · rfl
    · exact (h.mpr rfl)
  · exact (h.mp rfl).symm

/-- A test that does not succeed fails. -/
theorem bool_false_of {a : Bool} (h : ¬ a = true) : a = false := by
  cases a
  · rfl
  · exact absurd rfl h

/-- `Nat.beq` is equality. -/
theorem nat_beq_iff {a b : Nat} : Nat.beq a b = true ↔ a = b :=
  ⟨Nat.eq_of_beq_eq_true, fun h => h ▸ Nat.beq_refl a⟩

/-- `Nat.ble` is the order. -/
theorem nat_ble_iff {a b : Nat} : Nat.ble a b = true ↔ a ≤ b :=
  ⟨Nat.le_of_ble_eq_true, Nat.ble_eq_true_of_le⟩

/-- `some` keeps values apart. -/
theorem some_inj {α : Type u} {a b : α} (h : some a = some b) : a = b := by
  injection h

/-! ## Membership -/

/-- The empty list has no entry. -/
theorem not_mem_nil {α : Type u} {a : α} : ¬ a ∈ ([] : List α) := fun h => nomatch h

/-- The first entry is an entry. -/
theorem mem_head {α : Type u} {a : α} {l : List α} : a ∈ a :: l := List.Mem.head l

/-- Entries of the tail are entries. -/
theorem mem_tail {α : Type u} {a b : α} {l : List α} (h : a ∈ l) : a ∈ b :: l := List.Mem.tail b h

/-- An entry is the first or one of the others. -/
theorem mem_cons_iff {α : Type u} {a b : α} {l : List α} : a ∈ b :: l ↔ a = b ∨ a ∈ l := by
  constructor
  · intro h
    cases h with
    | head => exact Or.inl rfl
    | tail _ h => exact Or.inr h
  · intro h
    cases h with
    | inl h => rw [h]; exact mem_head
    | inr h => exact mem_tail h

/-- The entries of a list of one. -/
theorem mem_single_iff {α : Type u} {a b : α} : a ∈ [b] ↔ a = b :=
  mem_cons_iff.trans ⟨fun h => h.elim id (fun h => absurd h not_mem_nil), Or.inl⟩

/-- The entries of a concatenation. -/
theorem mem_append_iff {α : Type u} {a : α} {l m : List α} : a ∈ l ++ m ↔ a ∈ l ∨ a ∈ m := by
  induction l with
  | nil => exact ⟨Or.inr, fun h => h.elim (fun h => absurd h not_mem_nil) id⟩
  | cons b l ih =>
    constructor
    · intro h
      cases mem_cons_iff.mp h with
      | inl h => exact Or.inl (h ▸ mem_head)
      | inr h => exact (ih.mp h).elim (fun h => Or.inl (mem_tail h)) Or.inr
    · intro h
      cases h with
      | inl h =>
        cases mem_cons_iff.mp h with
        | inl h => exact h ▸ mem_head
        | inr h => exact mem_tail (ih.mpr (Or.inl h))
      | inr h => exact mem_tail (ih.mpr (Or.inr h))

/-- The entries of an image. -/
theorem mem_map_iff {α : Type u} {β : Type v} {f : α → β} {b : β} {l : List α} :
    b ∈ l.map f ↔ ∃ a, a ∈ l ∧ f a = b := by
  induction l with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun ⟨_, h, _⟩ => absurd h not_mem_nil⟩
  | cons c l ih =>
    constructor
    · intro h
      cases mem_cons_iff.mp h with
      | inl h => exact ⟨c, mem_head, h.symm⟩
      | inr h =>
        obtain ⟨a, ha, e⟩ := ih.mp h
        exact ⟨a, mem_tail ha, e⟩
    · intro ⟨a, ha, e⟩
      cases mem_cons_iff.mp ha with
      | inl h => exact mem_cons_iff.mpr (Or.inl (h ▸ e.symm))
      | inr h => exact mem_tail (ih.mpr ⟨a, h, e⟩)

/-- The entries of a concatenation of images. -/
theorem mem_flatMap_iff {α : Type u} {β : Type v} {f : α → List β} {b : β} {l : List α} :
    b ∈ l.flatMap f ↔ ∃ a, a ∈ l ∧ b ∈ f a := by
  induction l with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun ⟨_, h, _⟩ => absurd h not_mem_nil⟩
  | cons c l ih =>
    show b ∈ f c ++ l.flatMap f ↔ _
    constructor
    · intro h
      cases mem_append_iff.mp h with
      | inl h => exact ⟨c, mem_head, h⟩
      | inr h =>
        obtain ⟨a, ha, e⟩ := ih.mp h
        exact ⟨a, mem_tail ha, e⟩
    · intro ⟨a, ha, e⟩
      cases mem_cons_iff.mp ha with
      | inl h => exact mem_append_iff.mpr (Or.inl (h ▸ e))
      | inr h => exact mem_append_iff.mpr (Or.inr (ih.mpr ⟨a, h, e⟩))

/-- `List.all` speaks of every entry. -/
theorem all_iff {α : Type u} {p : α → Bool} {l : List α} :
    l.all p = true ↔ ∀ a, a ∈ l → p a = true := by
  induction l with
  | nil => exact ⟨fun _ _ h => absurd h not_mem_nil, fun _ => rfl⟩
  | cons b l ih =>
    show (p b && l.all p) = true ↔ _
    constructor
    · intro h a ha
      have h := bool_and_iff.mp h
      cases mem_cons_iff.mp ha with
      | inl e => exact e ▸ h.1
      | inr ha => exact ih.mp h.2 a ha
    · intro h
      exact bool_and_iff.mpr ⟨h b mem_head, ih.mpr fun a ha => h a (mem_tail ha)⟩

/-- `List.any` speaks of some entry. -/
theorem any_iff {α : Type u} {p : α → Bool} {l : List α} :
    l.any p = true ↔ ∃ a, a ∈ l ∧ p a = true := by
  induction l with
  | nil => exact ⟨fun h => (nomatch h), fun ⟨_, h, _⟩ => absurd h not_mem_nil⟩
  | cons b l ih =>
    show (p b || l.any p) = true ↔ _
    constructor
    · intro h
      cases bool_or_iff.mp h with
      | inl h => exact ⟨b, mem_head, h⟩
      | inr h =>
        obtain ⟨a, ha, e⟩ := ih.mp h
        exact ⟨a, mem_tail ha, e⟩
    · intro ⟨a, ha, e⟩
      cases mem_cons_iff.mp ha with
      | inl h => exact bool_or_iff.mpr (Or.inl (h ▸ e))
      | inr h => exact bool_or_iff.mpr (Or.inr (ih.mpr ⟨a, h, e⟩))

/-! ## Concatenation -/

/-- Nothing in front. -/
theorem append_nil_left {α : Type u} (l : List α) : [] ++ l = l := rfl

/-- Nothing behind. -/
theorem append_nil_right {α : Type u} (l : List α) : l ++ [] = l := by
  induction l with
  | nil => rfl
  | cons a l ih => exact congrArg (List.cons a) ih

/-- Brackets do not matter. -/
theorem append_brackets {α : Type u} (l m n : List α) : (l ++ m) ++ n = l ++ (m ++ n) := by
  induction l with
  | nil => rfl
  | cons a l ih => exact congrArg (List.cons a) ih

/-- A common front can be taken off. -/
theorem append_cancel_left {α : Type u} {l m n : List α} (h : l ++ m = l ++ n) : m = n := by
  induction l with
  | nil => exact h
  | cons a l ih =>
    injection h with _ h
    exact ih h

/-- A concatenation is empty only if both parts are. -/
theorem nil_of_append_nil {α : Type u} {l m : List α} (h : l ++ m = []) : l = [] ∧ m = [] := by
  cases l with
  | nil => exact ⟨rfl, h⟩
  | cons a l => exact nomatch h

/-- Of two cuts of a list, one comes first, or they are the same. -/
theorem append_eq_append {α : Type u} {l m l' m' : List α} (h : l ++ m = l' ++ m') :
    (l = l' ∧ m = m') ∨ (∃ a d, l' = l ++ a :: d ∧ m = a :: d ++ m') ∨
      ∃ a d, l = l' ++ a :: d ∧ m' = a :: d ++ m := by
  induction l generalizing l' with
  | nil =>
    cases l' with
    | nil => exact Or.inl ⟨rfl, h⟩
    | cons a d => exact Or.inr (Or.inl ⟨a, d, rfl, h⟩)
  | cons b l ih =>
    cases l' with
    | nil => exact Or.inr (Or.inr ⟨b, l, rfl, h.symm⟩)
    | cons c l' =>
      injection h with hb h
      subst hb
      cases ih h with
      | inl e => exact Or.inl ⟨congrArg _ e.1, e.2⟩
      | inr e =>
        cases e with
        | inl e =>
          obtain ⟨a, d, e, f⟩ := e
          exact Or.inr (Or.inl ⟨a, d, congrArg _ e, f⟩)
        | inr e =>
          obtain ⟨a, d, e, f⟩ := e
          exact Or.inr (Or.inr ⟨a, d, congrArg _ e, f⟩)

/-- `reverseAux` puts the reversed list in front. -/
theorem reverseAux_append {α : Type u} (l m n : List α) :
    List.reverseAux l m ++ n = List.reverseAux l (m ++ n) := by
  induction l generalizing m with
  | nil => rfl
  | cons a l ih => exact ih (a :: m)

/-- What was read last stands next to what follows. -/
theorem reverse_cons_append {α : Type u} (a : α) (l m : List α) :
    (a :: l).reverse ++ m = l.reverse ++ a :: m := by
  show List.reverseAux l [a] ++ m = List.reverseAux l [] ++ a :: m
  rw [reverseAux_append, reverseAux_append]
  rfl

/-- The image of a concatenation. -/
theorem map_append_iff {α : Type u} {β : Type v} (f : α → β) (l m : List α) :
    (l ++ m).map f = l.map f ++ m.map f := by
  induction l with
  | nil => rfl
  | cons a l ih => exact congrArg (List.cons (f a)) ih

/-! ## Lists without repetition -/

/-- No entry occurs twice. -/
def Distinct {α : Type u} : List α → Prop
  | [] => True
  | a :: l => ¬ a ∈ l ∧ Distinct l

/-- The image under a map that keeps entries apart. -/
theorem Distinct.map {α : Type u} {β : Type v} {f : α → β} {l : List α} (h : Distinct l)
    (hf : ∀ a b, a ∈ l → b ∈ l → f a = f b → a = b) : Distinct (l.map f) := by
  induction l with
  | nil => exact trivial
  | cons a l ih =>
    refine ⟨fun ha => ?_, ih h.2 fun b c hb hc => hf b c (mem_tail hb) (mem_tail hc)⟩
    obtain ⟨b, hb, e⟩ := mem_map_iff.mp ha
    exact h.1 (hf b a (mem_tail hb) mem_head e ▸ hb)

/-- The concatenation of lists that share nothing. -/
theorem Distinct.append {α : Type u} {l m : List α} (hl : Distinct l) (hm : Distinct m)
    (h : ∀ a, a ∈ l → ¬ a ∈ m) : Distinct (l ++ m) := by
  induction l with
  | nil => exact hm
  | cons a l ih =>
    refine ⟨fun ha => ?_, ih hl.2 fun b hb => h b (mem_tail hb)⟩
    exact (mem_append_iff.mp ha).elim hl.1 (h a mem_head)

/-- The concatenation of images that share nothing. -/
theorem Distinct.flatMap {α : Type u} {β : Type v} {f : α → List β} {l : List α} (hl : Distinct l)
    (hf : ∀ a, a ∈ l → Distinct (f a))
    (h : ∀ a b c, a ∈ l → b ∈ l → c ∈ f a → c ∈ f b → a = b) : Distinct (l.flatMap f) := by
  induction l with
  | nil => exact trivial
  | cons a l ih =>
    show Distinct (f a ++ l.flatMap f)
    refine Distinct.append (hf a mem_head)
      (ih hl.2 (fun b hb => hf b (mem_tail hb))
        fun b c d hb hc => h b c d (mem_tail hb) (mem_tail hc)) fun b hb hb' => ?_
    obtain ⟨c, hc, hb'⟩ := mem_flatMap_iff.mp hb'
    exact hl.1 (h a c b mem_head (mem_tail hc) hb hb' ▸ hc)

/-- A list without repetition whose entries are all the same has that one entry. -/
theorem Distinct.eq_single {α : Type u} {a : α} {l : List α} (h : Distinct l) (ha : a ∈ l)
    (hl : ∀ b, b ∈ l → b = a) : l = [a] := by
  cases l with
  | nil => exact absurd ha not_mem_nil
  | cons b l =>
    cases l with
    | nil => rw [hl b mem_head]
    | cons c l =>
      have hb := hl b mem_head
      have hc := hl c (mem_tail mem_head)
      exact absurd (hb.trans hc.symm ▸ mem_head) h.1

/-! ## Lengths -/

/-- The length of a concatenation. -/
theorem length_append_eq {α : Type u} (l m : List α) : (l ++ m).length = l.length + m.length := by
  induction l with
  | nil => exact (Nat.zero_add _).symm
  | cons a l ih =>
    show (l ++ m).length + 1 = l.length + 1 + m.length
    rw [ih, Nat.add_right_comm]

/-- The length of an image. -/
theorem length_map_eq {α : Type u} {β : Type v} (f : α → β) (l : List α) :
    (l.map f).length = l.length := by
  induction l with
  | nil => rfl
  | cons a l ih => exact congrArg (· + 1) ih

/-- The length of a concatenation of images of one length. -/
theorem length_flatMap_eq {α : Type u} {β : Type v} {f : α → List β} {l : List α} {k : Nat}
    (h : ∀ a, a ∈ l → (f a).length = k) : (l.flatMap f).length = l.length * k := by
  induction l with
  | nil => exact (Nat.zero_mul k).symm
  | cons a l ih =>
    show (f a ++ l.flatMap f).length = (l.length + 1) * k
    rw [length_append_eq, h a mem_head, ih fun b hb => h b (mem_tail hb), Nat.succ_mul, Nat.add_comm]

/-- An entry cuts its list. -/
theorem append_of_mem {α : Type u} {a : α} {l : List α} (h : a ∈ l) :
    ∃ front back, l = front ++ a :: back := by
  induction l with
  | nil => exact absurd h not_mem_nil
  | cons b l ih =>
    cases mem_cons_iff.mp h with
    | inl e => exact ⟨[], l, e ▸ rfl⟩
    | inr h =>
      obtain ⟨front, back, e⟩ := ih h
      exact ⟨b :: front, back, congrArg _ e⟩

/-- A list without repetition is not longer than a list that holds all its entries. -/
theorem Distinct.length_le {α : Type u} {l m : List α} (hl : Distinct l)
    (h : ∀ a, a ∈ l → a ∈ m) : l.length ≤ m.length := by
  induction l generalizing m with
  | nil => exact Nat.zero_le _
  | cons a l ih =>
    obtain ⟨front, back, e⟩ := append_of_mem (h a mem_head)
    have shorter : l.length ≤ (front ++ back).length := by
      refine ih hl.2 fun b hb => ?_
      have hm := h b (mem_tail hb)
      rw [e] at hm
      cases mem_append_iff.mp hm with
      | inl hm => exact mem_append_iff.mpr (Or.inl hm)
      | inr hm =>
        cases mem_cons_iff.mp hm with
        | inl k => exact absurd (k ▸ hb) hl.1
        | inr hm => exact mem_append_iff.mpr (Or.inr hm)
    rw [e, length_append_eq]
    rw [length_append_eq] at shorter
    exact Nat.succ_le_succ shorter

/-! ## Texts -/

/-- The test for equal texts is right. -/
theorem Text.beq_iff {s t : Text} : Text.beq s t = true ↔ s = t := by
  induction s generalizing t with
  | nil =>
    cases t with
    | nil => exact ⟨fun _ => rfl, fun _ => rfl⟩
    | cons b t => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
  | cons a s ih =>
    cases t with
    | nil => exact ⟨fun h => (nomatch h), fun h => (nomatch h)⟩
    | cons b t =>
      show (Nat.beq a b && Text.beq s t) = true ↔ _
      constructor
      · intro h
        have h := bool_and_iff.mp h
        rw [nat_beq_iff.mp h.1, ih.mp h.2]
      · intro h
        injection h with h k
        exact bool_and_iff.mpr ⟨nat_beq_iff.mpr h, ih.mpr k⟩

/-- The bytes of a packed text are bytes. -/
theorem lt_of_mem_packed {n w : Nat} {b : Byte} (h : b ∈ Text.packed n w) : b < 256 := by
  induction n generalizing w with
  | zero => exact absurd h not_mem_nil
  | succ n ih =>
    cases mem_cons_iff.mp h with
    | inl e => exact e ▸ Nat.mod_lt w (Nat.zero_lt_succ 255)
    | inr h => exact ih h

end DetLM
