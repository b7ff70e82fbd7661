import DetLM.Spec.Productions
import DetLM.Thm.Grammar
import DetLM.Thm.Knowledge

/-!
# Productions and their grammar say the same

## Main results

* `Production.grammar_iff`: a rule of the grammar derives exactly the texts that its production has
* `Production.derived_iff`: those texts are what the production says of itself
* `Production.regex_iff`: without calls, the expression has them
-/

namespace DetLM

/-! ## Repetitions and rows -/

/-- One repetition more at the end. -/
theorem Repeated.snoc {L : Text → Prop} {x y : Text} (hx : Repeated L x) (hy : L y) :
    Repeated L (x ++ y) := by
  induction hx with
  | stop =>
    have h := Repeated.more hy .stop
    rw [append_nil_right] at h
    exact h
  | more h _ ih => exact append_brackets _ _ _ ▸ .more h ih

/-- Repetitions of more texts. -/
theorem Repeated.mono {L M : Text → Prop} (h : ∀ t, L t → M t) {t : Text} (ht : Repeated L t) :
    Repeated M t := by
  induction ht with
  | stop => exact .stop
  | more hx _ ih => exact .more (h _ hx) ih

/-- Rows one after the other derive texts one after the other. -/
theorem Derives.append {G : Grammar} {row s : List Symbol} {x y : Text} (hx : Derives G row x)
    (hy : Derives G s y) :
    Derives G (row ++ s) (x ++ y) := by
  induction hx with
  | done => exact hy
  | terminal hr _ ih => exact append_brackets _ _ _ ▸ .terminal hr ih
  | nonterminal hk hi _ _ ih => exact append_brackets _ _ _ ▸ .nonterminal hk hi ih

/-- A rule derives what one of its rows does. -/
theorem Derives.rule {G : Grammar} {i k : Nat} {row : List Symbol} {t : Text} (hk : G.row i k = some row)
    (h : Derives G row t) : Derives G [.nonterminal i] t :=
  append_nil_right t ▸ .nonterminal hk h .done

/-- A terminal derives its texts. -/
theorem Derives.text {G : Grammar} {r : Regex} {t : Text} (h : r.Lang t) : Derives G [.terminal r] t :=
  append_nil_right t ▸ .terminal h .done

/-! ## Entries of lists -/

/-- An entry of an image. -/
theorem entry_map {α : Type u} {β : Type v} (f : α → β) {l : List α} {i : Nat} {a : α}
    (h : entry? l i = some a) : entry? (l.map f) i = some (f a) := by
  induction l generalizing i with
  | nil => exact nomatch h
  | cons b l ih =>
    cases i with
    | zero => injection h with h; exact h ▸ rfl
    | succ i => exact ih h

/-- An entry of an image is that of an entry. -/
theorem entry_of_map {α : Type u} {β : Type v} {f : α → β} {l : List α} {i : Nat} {b : β}
    (h : entry? (l.map f) i = some b) : ∃ a, entry? l i = some a ∧ f a = b := by
  induction l generalizing i with
  | nil => exact nomatch h
  | cons c l ih =>
    cases i with
    | zero => injection h with h; exact ⟨c, rfl, h⟩
    | succ i => exact ih h

/-- There is an entry before the end. -/
private theorem entry_lt {α : Type u} {l : List α} {i : Nat} (h : i < l.length) :
    ∃ a, entry? l i = some a := by
  induction l generalizing i with
  | nil => exact absurd h (Nat.not_lt_zero i)
  | cons a l ih =>
    cases i with
    | zero => exact ⟨a, rfl⟩
    | succ i => exact ih (Nat.lt_of_succ_lt_succ h)

/-- An entry stands before the end. -/
theorem lt_of_entry {α : Type u} {l : List α} {i : Nat} {a : α} (h : entry? l i = some a) : i < l.length := by
  induction l generalizing i with
  | nil => exact nomatch h
  | cons b l ih =>
    cases i with
    | zero => exact Nat.zero_lt_succ _
    | succ i => exact Nat.succ_lt_succ (ih h)

namespace Production

/-! ## Texts of productions -/

/-- If numbers have more texts, so have productions. -/
theorem Lang.mono {L M : Nat → Text → Prop} (h : ∀ i t, L i t → M i t) :
    ∀ {p : Production} {t : Text}, p.Lang L t → p.Lang M t
  | terminal _, _, ht => ht
  | call _, _, ht => h _ _ ht
  | seq a b, _, ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, Lang.mono (p := a) h hx, Lang.mono (p := b) h hy⟩
  | either a b, _, ht => ht.imp (Lang.mono (p := a) h) (Lang.mono (p := b) h)
  | star a, _, ht => Repeated.mono (fun _ => Lang.mono (p := a) h) ht

/-- Without calls, the expression has the texts. -/
theorem regex_iff {p : Production} {t : Text} : p.regex.Lang t ↔ p.Lang (fun _ _ => False) t := by
  induction p generalizing t with
  | terminal r => exact Iff.rfl
  | call i => exact Iff.rfl
  | seq a b ha hb =>
    exact ⟨fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, ha.mp hx, hb.mp hy⟩,
      fun ⟨x, y, e, hx, hy⟩ => ⟨x, y, e, ha.mpr hx, hb.mpr hy⟩⟩
  | either a b ha hb => exact ⟨fun h => h.imp ha.mp hb.mp, fun h => h.imp ha.mpr hb.mpr⟩
  | star a ha => exact ⟨Repeated.mono fun _ => ha.mp, Repeated.mono fun _ => ha.mpr⟩

/-- Deeper calls give more texts. -/
theorem derived_succ {defs : List Production} {n : Nat} :
    ∀ {i : Nat} {t : Text}, derived defs n i t → derived defs (n + 1) i t := by
  induction n with
  | zero => exact fun h => h.elim
  | succ n ih => exact fun ⟨p, hp, h⟩ => ⟨p, hp, h.mono fun _ _ => ih⟩

/-- Deeper calls give more texts. -/
theorem derived_mono {defs : List Production} {m n i : Nat} {t : Text} (hmn : m ≤ n)
    (h : derived defs m i t) :
    derived defs n i t := by
  induction hmn with
  | refl => exact h
  | step _ ih => exact derived_succ ih

/-- The texts that each number of a list has. -/
def Texts (defs : List Production) (i : Nat) (t : Text) : Prop := ∃ depth, derived defs depth i t

/-- What is made of several texts needs calls as deep as the deepest of them. -/
theorem lang_derived {defs : List Production} : ∀ {p : Production} {t : Text}, p.Lang (Texts defs) t →
    ∃ n, p.Lang (derived defs n) t
  | terminal _, _, h => ⟨0, h⟩
  | call _, _, h => h
  | seq a b, _, ⟨x, y, e, hx, hy⟩ => by
    obtain ⟨m, hx⟩ := lang_derived (p := a) hx
    obtain ⟨n, hy⟩ := lang_derived (p := b) hy
    exact ⟨m + n, x, y, e, hx.mono fun _ _ => derived_mono (Nat.le_add_right m n),
      hy.mono fun _ _ => derived_mono (Nat.le_add_left n m)⟩
  | either a b, _, h => h.elim (fun h => (lang_derived (p := a) h).imp fun _ => Or.inl)
      fun h => (lang_derived (p := b) h).imp fun _ => Or.inr
  | star a, t, h => by
    have k : Repeated (a.Lang (Texts defs)) t := h
    clear h
    induction k with
    | stop => exact ⟨0, Repeated.stop⟩
    | more hx _ ih =>
      obtain ⟨m, hx⟩ := lang_derived (p := a) hx
      obtain ⟨n, hy⟩ := ih
      exact ⟨m + n, Repeated.more (hx.mono fun _ _ => derived_mono (Nat.le_add_right m n))
        (Repeated.mono (fun _ h => h.mono fun _ _ => derived_mono (Nat.le_add_left n m)) hy)⟩

/-- **The texts of a number are those that its production says**, by the texts of all numbers. -/
theorem derived_iff {defs : List Production} {i : Nat} {t : Text} :
    Texts defs i t ↔ ∃ p, entry? defs i = some p ∧ p.Lang (Texts defs) t := by
  constructor
  · intro ⟨n, h⟩
    cases n with
    | zero => exact h.elim
    | succ n =>
      obtain ⟨p, hp, h⟩ := h
      exact ⟨p, hp, h.mono fun _ _ h => ⟨n, h⟩⟩
  · intro ⟨p, hp, h⟩
    obtain ⟨n, h⟩ := lang_derived h
    exact ⟨n + 1, p, hp, h⟩

/-! ## Where rules stand -/

/-- An entry behind others. -/
private theorem entry_behind {α : Type u} (front : List α) (a : α) (back : List α) :
    entry? (front ++ a :: back) front.length = some a := by
  induction front with
  | nil => rfl
  | cons b front ih => exact ih

/-- An entry of a list in front of another. -/
private theorem entry_front {α : Type u} {l : List α} (m : List α) {i : Nat} {a : α}
    (h : entry? l i = some a) :
    entry? (l ++ m) i = some a := by
  induction l generalizing i with
  | nil => exact nomatch h
  | cons b l ih =>
    cases i with
    | zero => exact h
    | succ i => exact ih h

/-- Some rules have the numbers from `next` on. -/
def Placed (G : Grammar) (next : Nat) (rules : List (List (List Symbol))) : Prop :=
  ∃ front back, G.rules = front ++ (rules ++ back) ∧ front.length = next

/-- The first rules. -/
private theorem Placed.left {G : Grammar} {next : Nat} {xs ys : List (List (List Symbol))}
    (h : Placed G next (xs ++ ys)) : Placed G next xs := by
  obtain ⟨front, back, e, hn⟩ := h
  exact ⟨front, ys ++ back, by rw [e, append_brackets], hn⟩

/-- The further rules. -/
private theorem Placed.right {G : Grammar} {next : Nat} {xs ys : List (List (List Symbol))}
    (h : Placed G next (xs ++ ys)) : Placed G (next + xs.length) ys := by
  obtain ⟨front, back, e, hn⟩ := h
  exact ⟨front ++ xs, back, by rw [e, append_brackets, append_brackets], by rw [length_append_eq, hn]⟩

/-- The rules behind the first. -/
private theorem Placed.tail {G : Grammar} {next : Nat} {r : List (List Symbol)}
    {rs : List (List (List Symbol))}
    (h : Placed G next (r :: rs)) : Placed G (next + 1) rs := Placed.right (xs := [r]) h

/-- The rows of the first rule. -/
private theorem Placed.row {G : Grammar} {next : Nat} {r : List (List Symbol)}
    {rs : List (List (List Symbol))}
    (h : Placed G next (r :: rs)) (k : Nat) : G.row next k = entry? r k := by
  obtain ⟨front, back, e, hn⟩ := h
  unfold Grammar.row
  have : entry? G.rules next = some r := by
    rw [e, ← hn]
    exact entry_behind front r (rs ++ back)
  rw [this]

/-! ## What productions say is derived -/

/-- Repetitions are derived from the left. -/
private theorem derives_star {G : Grammar} {n : Nat} {row : List Symbol} {L : Text → Prop}
    (hmore : G.row n 0 = some (.nonterminal n :: row)) (hrow : ∀ t, L t → Derives G row t) {t : Text}
    (h : Repeated L t) : ∀ {s : Text}, Derives G [.nonterminal n] s →
      Derives G [.nonterminal n] (s ++ t) := by
  induction h with
  | stop => exact fun hs => (append_nil_right _).symm ▸ hs
  | more hx _ ih =>
    intro s hs
    rw [← append_brackets]
    exact ih (.rule hmore (Derives.append hs (hrow _ hx)))

/-- What a production says is derived by its row. -/
theorem derives_of_lang {G : Grammar} {count : Nat} {L : Nat → Text → Prop}
    (hL : ∀ i t, L i t → i < count ∧ Derives G [.nonterminal i] t) :
    ∀ {p : Production} {next : Nat} {t : Text}, Placed G next (p.lowered count next).rules → p.Lang L t →
      Derives G (p.lowered count next).row t
  | terminal r, _, _, _, h => .text h
  | call i, _, t, _, h => by
    obtain ⟨hi, h⟩ := hL i t h
    have : Nat.ble (i + 1) count = true := nat_ble_iff.mpr hi
    show Derives G [bif Nat.ble (i + 1) count then .nonterminal i else .terminal .nothing] t
    rw [this]
    exact h
  | seq a b, _, _, hp, ⟨_, _, e, hx, hy⟩ =>
    e ▸ .append (derives_of_lang (p := a) hL hp.left hx) (derives_of_lang (p := b) hL hp.right hy)
  | either a b, _, _, hp, h => h.elim
      (fun h => .rule (hp.row 0) (derives_of_lang (p := a) hL hp.tail.left h))
      (fun h => .rule (hp.row 1) (derives_of_lang (p := b) hL hp.tail.right h))
  | star a, _, _, hp, h =>
    derives_star (hp.row 0) (fun _ => derives_of_lang (p := a) hL hp.tail) h (.rule (hp.row 1) .done)

/-! ## What is derived is what productions say -/

/-- What a row has, if `I` says what the rules have. -/
def Follows (I : Nat → Text → Prop) : List Symbol → Text → Prop
  | [], t => t = []
  | .terminal r :: s, t => ∃ x y, t = x ++ y ∧ r.Lang x ∧ Follows I s y
  | .nonterminal i :: s, t => ∃ x y, t = x ++ y ∧ I i x ∧ Follows I s y

/-- What is derived follows from whatever the rules keep. -/
private theorem follows_of_derives {G : Grammar} {I : Nat → Text → Prop}
    (hI : ∀ i k row t, G.row i k = some row → Follows I row t → I i t) {row : List Symbol} {t : Text}
    (h : Derives G row t) : Follows I row t := by
  induction h with
  | done => rfl
  | terminal hr _ ih => exact ⟨_, _, rfl, hr, ih⟩
  | nonterminal hk _ _ iha ihb => exact ⟨_, _, rfl, hI _ _ _ _ hk iha, ihb⟩

/-- What rows one after the other have. -/
private theorem follows_append {I : Nat → Text → Prop} :
    ∀ {row s : List Symbol} {t : Text}, Follows I (row ++ s) t → ∃ x y, t = x ++ y ∧ Follows I row x ∧
      Follows I s y
  | [], _, t, h => ⟨[], t, rfl, rfl, h⟩
  | .terminal r :: row, s, _, ⟨x, y, e, hx, hy⟩ => by
    obtain ⟨u, v, f, hu, hv⟩ := follows_append hy
    exact ⟨x ++ u, v, by rw [e, f, append_brackets], ⟨x, u, rfl, hx, hu⟩, hv⟩
  | .nonterminal i :: row, s, _, ⟨x, y, e, hx, hy⟩ => by
    obtain ⟨u, v, f, hu, hv⟩ := follows_append hy
    exact ⟨x ++ u, v, by rw [e, f, append_brackets], ⟨x, u, rfl, hx, hu⟩, hv⟩

/-- A row of one rule has what the rule has. -/
private theorem follows_rule {I : Nat → Text → Prop} {i : Nat} {t : Text}
    (h : Follows I [.nonterminal i] t) : I i t := by
  obtain ⟨x, y, e, hx, hy⟩ := h
  have hy : y = [] := hy
  rw [e, hy, append_nil_right]
  exact hx

/-- What the rules of a grammar of productions have: the texts of the list for its numbers, and for the others
those of the choice or repetition that they were made for. -/
private def Made (G : Grammar) (defs : List Production) (n : Nat) (t : Text) : Prop :=
  (n < defs.length → Texts defs n t) ∧
    (∀ a b, Placed G n ((either a b).lowered defs.length n).rules → (either a b).Lang (Texts defs) t) ∧
    ∀ a, Placed G n ((star a).lowered defs.length n).rules → (star a).Lang (Texts defs) t

/-- What the row of a production has is what the production says. -/
private theorem lang_of_follows {G : Grammar} {defs : List Production} :
    ∀ {p : Production} {next : Nat} {t : Text}, Placed G next (p.lowered defs.length next).rules →
      Follows (Made G defs) (p.lowered defs.length next).row t → p.Lang (Texts defs) t
  | terminal r, _, _, _, ⟨x, y, e, hx, hy⟩ => by
    have hy : y = [] := hy
    rw [e, hy, append_nil_right]
    exact hx
  | call i, _, t, _, h => by
    have h : Follows (Made G defs)
      [bif Nat.ble (i + 1) defs.length then .nonterminal i else .terminal .nothing] t := h
    cases hi : Nat.ble (i + 1) defs.length with
    | true =>
      rw [hi] at h
      exact (follows_rule h).1 (nat_ble_iff.mp hi)
    | false =>
      rw [hi] at h
      obtain ⟨_, _, _, hx, _⟩ := h
      exact hx.elim
  | seq a b, _, _, hp, h => by
    obtain ⟨x, y, e, hx, hy⟩ := follows_append h
    exact ⟨x, y, e, lang_of_follows (p := a) hp.left hx, lang_of_follows (p := b) hp.right hy⟩
  | either a b, _, _, hp, h => (follows_rule h).2.1 a b hp
  | star a, _, _, hp, h => (follows_rule h).2.2 a hp

/-- Where the rows and rules of a production of a list stand. -/
private theorem heads_entry {G : Grammar} {count : Nat} : ∀ {ps : List Production} {next i : Nat}
    {p : Production},
    Placed G next (allLowered count ps next).rules → entry? ps i = some p →
      ∃ n, entry? (allLowered count ps next).heads i = some (p.lowered count n).row ∧
        Placed G n (p.lowered count n).rules
  | [], _, _, _, _, h => nomatch h
  | p :: ps, next, 0, _, hp, h => by
    injection h with h
    subst h
    exact ⟨next, rfl, hp.left⟩
  | p :: ps, next, i + 1, _, hp, h => heads_entry (ps := ps) (i := i) hp.right h

/-- There are as many rows as productions. -/
private theorem heads_length {count : Nat} : ∀ {ps : List Production} {next : Nat},
    (allLowered count ps next).heads.length = ps.length
  | [], _ => rfl
  | _ :: ps, _ => congrArg (· + 1) (heads_length (ps := ps))

/-- The rule of a production has one row, and the rules that this needs are in the grammar. -/
private theorem grammar_rule {defs : List Production} {i : Nat} {p : Production}
    (h : entry? defs i = some p) :
    ∃ n, entry? (grammar defs).rules i = some [(p.lowered defs.length n).row] ∧
      Placed (grammar defs) n (p.lowered defs.length n).rules := by
  have placed : Placed (grammar defs) defs.length (allLowered defs.length defs defs.length).rules :=
    ⟨_, [], by rw [append_nil_right]; rfl, by rw [length_map_eq, heads_length]⟩
  obtain ⟨n, hn, hp⟩ := heads_entry placed h
  exact ⟨n, entry_front _ (entry_map _ hn), hp⟩

/-- Rules keep what they are made for. -/
private theorem made_of_row {defs : List Production} : ∀ i k row t, (grammar defs).row i k = some row →
    Follows (Made (grammar defs) defs) row t → Made (grammar defs) defs i t := by
  intro i k row t hk h
  refine ⟨fun hi => ?_, fun a b hp => ?_, fun a hp => ?_⟩
  · obtain ⟨p, hp⟩ := entry_lt hi
    obtain ⟨n, hn, placed⟩ := grammar_rule hp
    unfold Grammar.row at hk
    rw [hn] at hk
    cases k with
    | zero =>
      injection hk with hk
      subst hk
      exact derived_iff.mpr ⟨p, hp, lang_of_follows placed h⟩
    | succ k => exact nomatch hk
  · rw [hp.row k] at hk
    match k, hk with
    | 0, hk =>
      injection hk with hk
      subst hk
      exact Or.inl (lang_of_follows hp.tail.left h)
    | 1, hk =>
      injection hk with hk
      subst hk
      exact Or.inr (lang_of_follows hp.tail.right h)
  · rw [hp.row k] at hk
    match k, hk with
    | 0, hk =>
      injection hk with hk
      subst hk
      obtain ⟨x, y, e, hx, hy⟩ := h
      rw [e]
      exact Repeated.snoc (hx.2.2 a hp) (lang_of_follows hp.tail hy)
    | 1, hk =>
      injection hk with hk
      subst hk
      have h : t = [] := h
      rw [h]
      exact Repeated.stop

/-- What a number has is derived by its rule. -/
private theorem derives_of_derived {defs : List Production} {n : Nat} : ∀ {i : Nat} {t : Text},
    derived defs n i t → i < defs.length ∧ Derives (grammar defs) [.nonterminal i] t := by
  induction n with
  | zero => exact fun h => h.elim
  | succ n ih =>
    intro i t ⟨p, hp, h⟩
    obtain ⟨m, hm, placed⟩ := grammar_rule hp
    refine ⟨lt_of_entry hp, .rule (k := 0) ?_ (derives_of_lang (fun _ _ => ih) placed h)⟩
    unfold Grammar.row
    rw [hm]
    rfl

/-- **The rule with the number of a production derives exactly the texts that the production has.** -/
theorem grammar_iff {defs : List Production} {i : Nat} (hi : i < defs.length) {t : Text} :
    (grammar defs).Lang i t ↔ Texts defs i t :=
  ⟨fun h => (follows_rule (follows_of_derives made_of_row h)).1 hi, fun ⟨_, h⟩ => (derives_of_derived h).2⟩

end Production

end DetLM
