import DetLM.Data.Lists
import DetLM.Spec.Attention

/-!
# What is masked is not read

## Main results

* `masked_key_has_zero_weight`: a key behind a closed gate has weight zero
* `attention_ignores_masked_values`: nothing about masked keys changes what a head reads
* `stricter_gate_reads_less`: a stricter gate lets through fewer keys
* `leads_iff`: whether there is a path through the layers is decided
* `no_path_no_influence`: where no path leads, nothing has influence

The last one is the reason that one customer's answer cannot depend on another customer's document. It is
about exact arithmetic; that a program computes the very same bits is tested on the running model.
-/

namespace DetLM

namespace Attention

/-! ## One head -/

/-- The weight of a key behind an open gate is its own. -/
theorem share_of_open {gate : ι → Bool} {k : Key ι α} (h : gate k.label = true) :
    share gate k = k.weight := if_pos h

/-- A key behind a closed gate has weight zero. -/
theorem masked_key_has_zero_weight {gate : ι → Bool} {k : Key ι α} (h : gate k.label = false) :
    share gate k = 0 :=
  if_neg (c := gate k.label = true) fun e => nomatch h.symm.trans e

/-- A key behind an open gate is read. -/
theorem readable_cons_of_open {gate : ι → Bool} {k : Key ι α} {keys : List (Key ι α)}
    (h : gate k.label = true) : readable gate (k :: keys) = k :: readable gate keys :=
  List.filter_cons_of_pos (p := fun k : Key ι α => gate k.label) h

/-- A key behind a closed gate is not. -/
theorem readable_cons_of_closed {gate : ι → Bool} {k : Key ι α} {keys : List (Key ι α)}
    (h : gate k.label = false) : readable gate (k :: keys) = readable gate keys :=
  List.filter_cons_of_neg (p := fun k : Key ι α => gate k.label) fun e => nomatch h.symm.trans e

/-- A head reads what it would read if the masked keys were not there. -/
theorem attend_eq_attend_readable (S : Space α) (gate : ι → Bool) (keys : List (Key ι α)) :
    attend S gate keys = attend S (fun _ => true) (readable gate keys) := by
  have both : weighted S gate keys = weighted S (fun _ => true) (readable gate keys) ∧
      shares gate keys = shares (fun _ => true) (readable gate keys) := by
    induction keys with
    | nil => exact ⟨rfl, rfl⟩
    | cons k keys ih =>
      cases h : gate k.label with
      | true =>
        rw [readable_cons_of_open h]
        constructor
        · show S.add (S.scale (share gate k) k.value) (weighted S gate keys) =
            S.add (S.scale (share (fun _ => true) k) k.value) (weighted S (fun _ => true) (readable gate keys))
          rw [share_of_open h, ih.1]
          rfl
        · show share gate k + shares gate keys =
            share (fun _ => true) k + shares (fun _ => true) (readable gate keys)
          rw [share_of_open h, ih.2]
          rfl
      | false =>
        rw [readable_cons_of_closed h]
        constructor
        · show S.add (S.scale (share gate k) k.value) (weighted S gate keys) = _
          rw [masked_key_has_zero_weight h, S.scale_zero, S.zero_add]
          exact ih.1
        · show share gate k + shares gate keys = _
          rw [masked_key_has_zero_weight h, Nat.zero_add]
          exact ih.2
  show Mean.mk _ _ = Mean.mk _ _
  rw [both.1, both.2]

/-- Nothing about masked keys changes what a head reads: not their values, not their scores, not whether they
are there. -/
theorem attention_ignores_masked_values (S : Space α) {gate : ι → Bool} {keys keys' : List (Key ι α)}
    (h : readable gate keys = readable gate keys') : attend S gate keys = attend S gate keys' := by
  rw [attend_eq_attend_readable, h, ← attend_eq_attend_readable]

/-- Key by key: lists that differ in masked keys only are read alike. -/
theorem readable_map_congr {gate : ι → Bool} {f g : Nat → Key ι α} {l : List Nat}
    (hl : ∀ j, j ∈ l → (f j).label = (g j).label)
    (h : ∀ j, j ∈ l → gate (g j).label = true → f j = g j) :
    readable gate (l.map f) = readable gate (l.map g) := by
  induction l with
  | nil => rfl
  | cons j l ih =>
    have ih := ih (fun j k => hl j (mem_tail k)) fun j k => h j (mem_tail k)
    have e := hl j mem_head
    rw [List.map_cons, List.map_cons]
    cases k : gate (g j).label with
    | true => rw [h j mem_head k, readable_cons_of_open k, readable_cons_of_open k, ih]
    | false => rw [readable_cons_of_closed (e ▸ k), readable_cons_of_closed k, ih]

/-- A stricter gate reads fewer keys, and gives them no more weight in sum. -/
theorem stricter_gate_reads_less {strict loose : ι → Bool} (h : ∀ l, strict l = true → loose l = true)
    (keys : List (Key ι α)) : (∀ k, k ∈ readable strict keys → k ∈ readable loose keys) ∧
      shares strict keys ≤ shares loose keys := by
  constructor
  · intro k hk
    have hk := List.mem_filter.mp hk
    exact List.mem_filter.mpr ⟨hk.1, h _ hk.2⟩
  · induction keys with
    | nil => exact Nat.le_refl 0
    | cons k keys ih =>
      refine Nat.add_le_add ?_ ih
      cases e : strict k.label with
      | true => rw [share_of_open e, share_of_open (h _ e)]
      | false =>
        rw [masked_key_has_zero_weight e]
        exact Nat.zero_le _

/-- Two gates together are stricter than each alone. -/
theorem both_gates_are_stricter (g h : Gate) (l : Label) :
    (Gate.both g h).opens l = true ↔ g.opens l = true ∧ h.opens l = true :=
  bool_and_iff

/-! ## Paths -/

/-- What is reachable is what a path leads to from a marked label. -/
theorem mem_reachable_iff [DecidableEq ι] {labels : List ι} {layers : List (Layer ι α)} {marked : List ι}
    {b : ι} : b ∈ reachable labels layers marked ↔ ∃ a, a ∈ marked ∧ Leads labels layers a b := by
  induction layers generalizing marked with
  | nil => exact ⟨fun h => ⟨b, h, rfl⟩, fun ⟨a, h, e⟩ => (show b = a from e) ▸ h⟩
  | cons L rest ih =>
    refine ih.trans ⟨fun ⟨c, hc, h⟩ => ?_, fun ⟨a, ha, c, hc, step, h⟩ => ⟨c, ?_, h⟩⟩
    · have hc := List.mem_filter.mp hc
      obtain ⟨a, ha, step⟩ := any_iff.mp hc.2
      refine ⟨a, ha, c, hc.1, ?_, h⟩
      exact (bool_or_iff.mp step).elim (fun e => Or.inl (of_decide_eq_true e)) Or.inr
    · refine List.mem_filter.mpr ⟨hc, any_iff.mpr ⟨a, ha, bool_or_iff.mpr ?_⟩⟩
      exact step.elim (fun e => Or.inl (decide_eq_true e)) Or.inr

/-- Whether a path leads from one label to another is decided. -/
theorem leads_iff [DecidableEq ι] {labels : List ι} {layers : List (Layer ι α)} {a b : ι} :
    leads labels layers a b = true ↔ Leads labels layers a b := by
  refine any_iff.trans ⟨fun ⟨c, hc, e⟩ => ?_, fun h => ⟨b, mem_reachable_iff.mpr ⟨a, mem_head, h⟩, ?_⟩⟩
  · have e : b = c := of_decide_eq_true e
    obtain ⟨x, hx, h⟩ := mem_reachable_iff.mp hc
    rw [e]
    exact mem_single_iff.mp hx ▸ h
  · exact decide_eq_true rfl

/-! ## Influence -/

/-- A place reads the same in two models' states that differ only where its layer does not look. -/
theorem apply_congr (S : Space α) {L : Layer ι α} {P : Places ι} {states states' : Nat → α} {i : Nat}
    (hi : states i = states' i)
    (h : ∀ j, j < P.count → L.reads (P.label i) (P.label j) = true → states j = states' j) :
    L.apply S P states i = L.apply S P states' i := by
  have heads : (L.heads.map fun h => attend S (h.gate (P.label i)) (h.keys P states i)) =
      L.heads.map fun h => attend S (h.gate (P.label i)) (h.keys P states' i) := by
    refine List.map_congr_left fun head hhead => attention_ignores_masked_values S ?_
    refine readable_map_congr (fun _ _ => rfl) fun j hj gate => ?_
    have e : states j = states' j :=
      h j (List.mem_range.mp hj) (any_iff.mpr ⟨head, hhead, gate⟩)
    show Key.mk _ _ _ = Key.mk _ _ _
    rw [hi, e]
  show L.update _ _ = L.update _ _
  rw [heads, hi]

/-- If no path leads from the labels of certain sources to a label, then whatever stands under the sources has
no influence on what comes out under that label. -/
theorem no_path_no_influence (S : Space α) {P : Places ι} {labels : List ι} {layers : List (Layer ι α)}
    {sources : ι → Prop} {b : ι} {states states' : Nat → α}
    (hl : ∀ i, i < P.count → P.label i ∈ labels) (hp : ∀ a, sources a → ¬ Leads labels layers a b)
    (same : ∀ i, i < P.count → ¬ sources (P.label i) → states i = states' i) {i : Nat} (hi : i < P.count)
    (hb : P.label i = b) : run S P layers states i = run S P layers states' i := by
  induction layers generalizing sources states states' with
  | nil => exact same i hi fun h => hp _ h hb.symm
  | cons L rest ih =>
    refine ih (sources := fun c => c ∈ labels ∧ ∃ a, sources a ∧ (c = a ∨ L.reads c a = true))
      (fun c ⟨hc, a, ha, step⟩ h => hp a ha ⟨c, hc, step, h⟩) fun j hj clean => ?_
    refine apply_congr S (same j hj fun h => ?_) fun k hk reads => same k hk fun h => ?_
    · exact clean ⟨hl j hj, _, h, Or.inl rfl⟩
    · exact clean ⟨hl j hj, _, h, Or.inr reads⟩

/-- The same from the decision: where no path was found, there is no influence. -/
theorem no_path_found_no_influence [DecidableEq ι] (S : Space α) {P : Places ι} {labels : List ι}
    {layers : List (Layer ι α)} {a b : ι} {states states' : Nat → α}
    (hl : ∀ i, i < P.count → P.label i ∈ labels) (hp : leads labels layers a b = false)
    (same : ∀ i, i < P.count → P.label i ≠ a → states i = states' i) {i : Nat} (hi : i < P.count)
    (hb : P.label i = b) : run S P layers states i = run S P layers states' i :=
  no_path_no_influence S (sources := (· = a)) hl
    (fun _ e h => nomatch hp.symm.trans (leads_iff.mpr (e ▸ h))) same hi hb

end Attention

end DetLM
