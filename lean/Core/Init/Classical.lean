/- # Core: choice and excluded middle

Classical reasoning from `Classical.choice`, under the official names.
-/
prelude

import Init.Logic

set_option linter.all false
universe u

namespace Classical

noncomputable def indefiniteDescription {α : Sort u} (p : α → Prop) (h : ∃ x, p x) : {x // p x} :=
  choice (let ⟨x, px⟩ := h; ⟨⟨x, px⟩⟩)

noncomputable def choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α := (indefiniteDescription p h).val

theorem choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p (choose h) := (indefiniteDescription p h).property

/-- Diaconescu: two choices from predicates that are equal just where `p` holds. -/
theorem em (p : Prop) : p ∨ ¬p :=
  let U (x : Prop) : Prop := x = True ∨ p
  let V (x : Prop) : Prop := x = False ∨ p
  have exU : ∃ x, U x := ⟨True, .inl rfl⟩
  have exV : ∃ x, V x := ⟨False, .inl rfl⟩
  have equal : p → choose exU = choose exV := fun hp =>
    have same : U = V := funext fun _ => propext (iff_of_true (.inr hp) (.inr hp))
    have general : ∀ exU exV, @choose Prop U exU = @choose Prop V exV := same ▸ fun _ _ => rfl
    general exU exV
  match choose_spec exU, choose_spec exV with
  | .inr hp, _ => .inl hp
  | _, .inr hp => .inl hp
  | .inl hu, .inl hv => .inr fun hp => true_ne_false (hu.symm.trans ((equal hp).trans hv))

noncomputable scoped instance (priority := low) propDecidable (a : Prop) : Decidable a :=
  choice (match em a with
    | .inl h => ⟨isTrue h⟩
    | .inr h => ⟨isFalse h⟩)

theorem byContradiction {p : Prop} (h : ¬p → False) : p := (em p).elim id (fun n => (h n).elim)
theorem byCases {p q : Prop} (hpq : p → q) (hnpq : ¬p → q) : q := (em p).elim hpq hnpq
theorem not_not {a : Prop} : ¬¬a ↔ a := ⟨fun h => byContradiction h, not_not_intro⟩
theorem not_forall {α : Sort u} {p : α → Prop} : (¬∀ x, p x) ↔ ∃ x, ¬p x :=
  ⟨fun h => byContradiction fun n => h fun x => byContradiction fun nx => n ⟨x, nx⟩, fun ⟨x, n⟩ h => n (h x)⟩
theorem not_imp {a b : Prop} : ¬(a → b) ↔ a ∧ ¬b :=
  ⟨fun h => ⟨byContradiction fun n => h fun ha => absurd ha n, fun hb => h fun _ => hb⟩, fun ⟨ha, nb⟩ f => nb (f ha)⟩
theorem not_and_iff_not_or_not {a b : Prop} : ¬(a ∧ b) ↔ ¬a ∨ ¬b :=
  ⟨fun h => (em a).elim (fun ha => .inr fun hb => h ⟨ha, hb⟩) .inl, fun h x => h.elim (· x.1) (· x.2)⟩
theorem propComplete (a : Prop) : a = True ∨ a = False := (em a).elim (fun h => .inl (eq_true h)) (fun h => .inr (eq_false h))

noncomputable def typeDecidableEq (α : Sort u) : DecidableEq α := fun _ _ => propDecidable _

end Classical

theorem of_not_not {p : Prop} : ¬¬p → p := Classical.not_not.mp
