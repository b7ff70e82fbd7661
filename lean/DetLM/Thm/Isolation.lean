import DetLM.Spec.Isolation
import DetLM.Thm.Attention
import DetLM.Thm.Scores

/-!
# An answer cannot depend on what it has no path to

## Main results

* `Attention.scores_do_not_depend`: nor can the scores of any token of it
* `others_do_not_influence_the_answer`: whatever stands in a document from which no path leads to the answer, the
  answer is the same, token by token

The two prompts have the same length: how *long* another's document is can be seen in the places of what comes
after it, unless places are numbered so that it cannot.
-/

namespace DetLM

namespace Attention

/-- Prompts that are alike have the same length. -/
theorem AlikeBut.length_eq {sources : ι → Prop} {p q : Prompt ι} (h : AlikeBut sources p q) :
    p.length = q.length := by
  induction p generalizing q with
  | nil =>
    cases q with
    | nil => rfl
    | cons y q => exact False.elim h
  | cons x p ih =>
    cases q with
    | nil => exact False.elim h
    | cons y q => exact congrArg (· + 1) (ih h.2.2)

/-- At each place prompts that are alike have the same label, and the same token if it is not excepted; with the
same answer behind them too. -/
theorem AlikeBut.at_place {sources : ι → Prop} {p q : Prompt ι} (h : AlikeBut sources p q) (rest : Prompt ι)
    (i : Nat) : ((p ++ rest)[i]? = none ∧ (q ++ rest)[i]? = none) ∨
      ∃ x y, (p ++ rest)[i]? = some x ∧ (q ++ rest)[i]? = some y ∧ x.1 = y.1 ∧ (¬ sources x.1 → x.2 = y.2) := by
  induction p generalizing q i with
  | nil =>
    cases q with
    | nil =>
      cases e : rest[i]? with
      | none => exact Or.inl ⟨e, e⟩
      | some x => exact Or.inr ⟨x, x, e, e, rfl, fun _ => rfl⟩
    | cons y q => exact False.elim h
  | cons x p ih =>
    cases q with
    | nil => exact False.elim h
    | cons y q =>
      cases i with
      | zero => exact Or.inr ⟨x, y, rfl, rfl, h.1, h.2.1⟩
      | succ i => exact ih h.2.2 i

/-- Behind the prompt stands the answer. -/
theorem labelAt_answer (M : Model ι α) (prompt : Prompt ι) (b : ι) (answer : List Nat) (k : Nat) :
    labelAt b (M.sequence prompt b answer) (prompt.length + k) = b := by
  have e : (M.sequence prompt b answer)[prompt.length + k]? =
      ((b, M.opening) :: answer.map fun t => (b, t))[k]? := by
    show (prompt ++ (b, M.opening) :: answer.map fun t => (b, t))[prompt.length + k]? = _
    rw [List.getElem?_append_right (Nat.le_add_right ..), Nat.add_sub_cancel_left]
  show (match (M.sequence prompt b answer)[prompt.length + k]? with | some x => x.1 | none => b) = b
  rw [e]
  cases f : ((b, M.opening) :: answer.map fun t => (b, t))[k]? with
  | none => rfl
  | some x =>
    have h := List.mem_of_getElem? f
    cases mem_cons_iff.mp h with
    | inl h => exact congrArg Prod.fst h
    | inr h =>
      obtain ⟨t, _, e⟩ := mem_map_iff.mp h
      exact (congrArg Prod.fst e).symm

/-- Every label is one of those that a path may go through. -/
theorem labelAt_mem (M : Model ι α) {prompt : Prompt ι} {b : ι} {answer : List Nat} {labels : List ι}
    (hp : ∀ x, x ∈ prompt → x.1 ∈ labels) (hb : b ∈ labels) (i : Nat) :
    labelAt b (M.sequence prompt b answer) i ∈ labels := by
  show (match (M.sequence prompt b answer)[i]? with | some x => x.1 | none => b) ∈ labels
  cases e : (M.sequence prompt b answer)[i]? with
  | none => exact hb
  | some x =>
    cases mem_append_iff.mp (List.mem_of_getElem? e) with
    | inl h => exact hp x h
    | inr h =>
      cases mem_cons_iff.mp h with
      | inl h => exact h ▸ hb
      | inr h =>
        obtain ⟨t, _, e⟩ := mem_map_iff.mp h
        exact e ▸ hb

/-- The scores of an answer's next token do not depend on tokens from whose labels no path leads to the answer. -/
theorem scores_do_not_depend (M : Model ι α) {labels : List ι} {sources : ι → Prop} {b : ι} {p q : Prompt ι}
    (hl : ∀ x, x ∈ p → x.1 ∈ labels) (hb : b ∈ labels)
    (hp : ∀ a, sources a → ¬ Leads labels M.layers a b) (h : AlikeBut sources p q) (answer : List Nat) :
    M.scores p b answer = M.scores q b answer := by
  have place := h.at_place ((b, M.opening) :: answer.map fun t => (b, t))
  have length : (M.sequence p b answer).length = (M.sequence q b answer).length := by
    show (p ++ _).length = (q ++ _).length
    rw [length_append_eq, length_append_eq, h.length_eq]
  have label : labelAt b (M.sequence p b answer) = labelAt b (M.sequence q b answer) := by
    funext i
    show (match (M.sequence p b answer)[i]? with | some x => x.1 | none => b) =
      match (M.sequence q b answer)[i]? with | some x => x.1 | none => b
    cases place i with
    | inl e => rw [show (M.sequence p b answer)[i]? = none from e.1,
        show (M.sequence q b answer)[i]? = none from e.2]
    | inr e =>
      obtain ⟨x, y, ex, ey, same, _⟩ := e
      rw [show (M.sequence p b answer)[i]? = some x from ex,
        show (M.sequence q b answer)[i]? = some y from ey]
      exact same
  have last : p.length + answer.length < (M.sequence p b answer).length := by
    show _ < (p ++ (b, M.opening) :: answer.map fun t => (b, t)).length
    rw [length_append_eq]
    refine Nat.add_lt_add_left ?_ p.length
    show answer.length < (answer.map fun t => (b, t)).length + 1
    rw [length_map_eq]
    exact Nat.lt_succ_self _
  show M.readout _ = M.readout _
  rw [← length, ← label, ← h.length_eq]
  refine congrArg M.readout (no_path_no_influence M.space (labels := labels) (sources := sources)
    (fun i _ => labelAt_mem M hl hb i) hp (fun i _ clean => ?_) last (labelAt_answer M p b answer _))
  show (match (M.sequence p b answer)[i]? with | some x => M.embed i x.2 | none => M.embed i M.opening) =
    match (M.sequence q b answer)[i]? with | some x => M.embed i x.2 | none => M.embed i M.opening
  cases place i with
  | inl e => rw [show (M.sequence p b answer)[i]? = none from e.1,
      show (M.sequence q b answer)[i]? = none from e.2]
  | inr e =>
    obtain ⟨x, y, ex, ey, _, same⟩ := e
    have here : labelAt b (M.sequence p b answer) i = x.1 := by
      show (match (M.sequence p b answer)[i]? with | some x => x.1 | none => b) = x.1
      rw [show (M.sequence p b answer)[i]? = some x from ex]
    rw [show (M.sequence p b answer)[i]? = some x from ex,
      show (M.sequence q b answer)[i]? = some y from ey]
    exact congrArg (M.embed i) (same (here ▸ clean))

end Attention

/-- Whatever stands in parts of a prompt from which no path leads to the answer, greedy decoding gives the same
answer, token by token. -/
theorem others_do_not_influence_the_answer (M : Attention.Model ι α) {labels : List ι} {sources : ι → Prop}
    {b : ι} {p q : Attention.Prompt ι} (hl : ∀ x, x ∈ p → x.1 ∈ labels) (hb : b ∈ labels)
    (hp : ∀ a, sources a → ¬ Attention.Leads labels M.layers a b) (h : Attention.AlikeBut sources p q)
    {V : Vocabulary} {D : Dfa σ} {size : Nat} {ts us : List Nat}
    (ht : Greedy (M.scores p b) V D size [] D.start ts)
    (hu : Greedy (M.scores q b) V D size [] D.start us) : ts = us := by
  have same : M.scores p b = M.scores q b :=
    funext fun answer => Attention.scores_do_not_depend M hl hb hp h answer
  exact decoding_is_deterministic ht (same ▸ hu)

end DetLM
