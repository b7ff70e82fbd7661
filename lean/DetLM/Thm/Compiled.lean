import DetLM.Thm.Automaton
import DetLM.Thm.Shape
import DetLM.Spec.Compiled

/-!
# Parsers that are proved to be the parser of their shape

A `Parser` of a shape comes with the proof that it finds what `Shape.parse` finds, so a program's parser is
put together from the parsers of its parts, each with the automaton, fixed text or expression that suits it
best. The kernel checks the whole once per program; an output is then read by numbers alone.

## Main definitions

* `Scanner`: finds the texts of a category at a place
* `Parser`: goes through the parses of a shape at a place

## Main results

* `Scanner.ofAutomaton`, `Scanner.ofText`, `Scanner.ofRegex`
* `Parser.lex`, `Parser.slot`, `Parser.seq`, `Parser.alt`, `Parser.upTo`, `Parser.claim`,
  `Parser.derive`, `Parser.mark`
-/

namespace DetLM

open Fast (choose)

/-! ## Packed texts -/

/-- Packed texts have as many bytes as they say. -/
theorem length_packed (n w : Nat) : (Text.packed n w).length = n := by
  induction n generalizing w with
  | zero => rfl
  | succ n ih => exact congrArg (· + 1) (ih (Nat.shiftRight w 8))

/-- Packed texts are byte strings. -/
theorem isBytes_packed (n w : Nat) : IsBytes (Text.packed n w) := fun _ => lt_of_mem_packed

/-- One byte more at the end. -/
theorem packed_snoc (k w : Nat) :
    Text.packed (k + 1) w = Text.packed k w ++ [Nat.mod (Nat.shiftRight w (8 * k)) 256] := by
  induction k generalizing w with
  | zero => rfl
  | succ k ih =>
    have e : 8 * (k + 1) = 8 + 8 * k := Nat.add_comm _ _
    show Nat.mod w 256 :: Text.packed (k + 1) (Nat.shiftRight w 8) = _
    rw [ih, e, shiftRight_shiftRight]
    rfl

/-! ## Categories -/

/-- All prefixes of a text that pass a test, each with the rest; `seen` stands before the text. -/
def prefixes (p : Text → Bool) : Text → (seen : Text) → List (Text × Text)
  | [], seen => bif p [] then [(seen, [])] else []
  | b :: t, seen =>
    bif p [] then (seen, b :: t) :: prefixes (fun z => p (b :: z)) t (seen ++ [b])
    else prefixes (fun z => p (b :: z)) t (seen ++ [b])

/-- Tests that agree find the same prefixes. -/
theorem prefixes_congr {p q : Text → Bool} {t : Text} (ht : IsBytes t)
    (h : ∀ z, IsBytes z → p z = q z) (seen : Text) : prefixes p t seen = prefixes q t seen := by
  induction t generalizing p q seen with
  | nil =>
    show (bif p [] then _ else _) = bif q [] then _ else _
    rw [h [] fun _ hb => absurd hb not_mem_nil]
  | cons b t ih =>
    have further : ∀ z, IsBytes z → p (b :: z) = q (b :: z) := fun z hz => h (b :: z) fun c hc =>
      (mem_cons_iff.mp hc).elim (fun e => e ▸ ht b mem_head) (hz c)
    show (bif p [] then _ :: prefixes (fun z => p (b :: z)) t _ else prefixes (fun z => p (b :: z)) t _) =
      bif q [] then _ :: prefixes (fun z => q (b :: z)) t _ else prefixes (fun z => q (b :: z)) t _
    rw [h [] fun _ hb => absurd hb not_mem_nil, ih ht.tail further]

/-- A test that always fails finds nothing. -/
theorem prefixes_false (t seen : Text) : prefixes (fun _ => false) t seen = [] := by
  induction t generalizing seen with
  | nil => rfl
  | cons b t ih => exact ih _

/-- No text is in `nothing`. -/
theorem acceptsFrom_nothing (t : Text) : Regex.acceptsFrom t .nothing = false := by
  cases t <;> rfl

/-- The splits of an expression are the prefixes that it accepts. -/
theorem splitsFrom_eq_prefixes (t : Text) (r : Regex) (seen : Text) :
    Regex.splitsFrom t r seen = prefixes (fun z => Regex.acceptsFrom z r) t seen.reverse := by
  induction t generalizing r seen with
  | nil => rfl
  | cons b t ih =>
    have back : seen.reverse ++ [b] = (b :: seen).reverse := by
      rw [← append_nil_right (b :: seen).reverse]
      exact (reverse_cons_append b seen []).symm
    show (bif r.isNothing then [] else
        bif r.nullable then (seen.reverse, b :: t) :: Regex.splitsFrom t (r.deriv b) (b :: seen)
        else Regex.splitsFrom t (r.deriv b) (b :: seen)) =
      bif r.nullable then (seen.reverse, b :: t) ::
          prefixes (fun z => bif r.isNothing then false else Regex.acceptsFrom z (r.deriv b)) t
            (seen.reverse ++ [b])
        else prefixes (fun z => bif r.isNothing then false else Regex.acceptsFrom z (r.deriv b)) t
          (seen.reverse ++ [b])
    rw [back, ih]
    cases h : r.isNothing with
    | true =>
      rw [Regex.eq_nothing_of_isNothing h]
      exact (prefixes_false t _).symm
    | false => rfl

/-- What a place found by a scanner stands for: `w` holds what was to be read, `all` bytes of it. -/
noncomputable def Place.pair (all w : Nat) (p : Place) : Text × Text :=
  (Text.packed (Nat.sub all p.count) w, Text.packed p.count p.bytes)

/-- Finds the texts of a category at a place, exactly as `Regex.splits` does. -/
structure Scanner (r : Regex) where
  /-- The places where a text may end. -/
  run : (n w : Nat) → List Place
  /-- They are those of the category. -/
  right : ∀ n w, (run n w).map (Place.pair n w) = r.splits (Text.packed n w)

/-- What a scan in the midst of a text must find: `k` bytes were read. -/
def Finds (f : Nat → Nat → List Place) (p : Text → Bool) : Prop :=
  ∀ n k w, (f n (Nat.shiftRight w (8 * k))).map (Place.pair (n + k) w) =
    prefixes p (Text.packed n (Nat.shiftRight w (8 * k))) (Text.packed k w)

/-- The place behind the bytes read. -/
theorem pair_here (n k w v : Nat) : Place.pair (n + k) w ⟨n, v⟩ = (Text.packed k w, Text.packed n v) := by
  show (Text.packed (n + k - n) w, _) = _
  rw [Nat.add_comm, Nat.add_sub_cancel]

/-- Reading one byte: what is found behind it was to be found. -/
theorem Finds.next {f : Nat → Nat → List Place} {p : Text → Bool} (h : Finds f p) (n k w : Nat) :
    (f n (Nat.shiftRight (Nat.shiftRight w (8 * k)) 8)).map (Place.pair (n + 1 + k) w) =
      prefixes p (Text.packed n (Nat.shiftRight (Nat.shiftRight w (8 * k)) 8))
        (Text.packed k w ++ [Nat.mod (Nat.shiftRight w (8 * k)) 256]) := by
  have e : n + 1 + k = n + (k + 1) := by rw [Nat.add_assoc, Nat.add_comm 1 k]
  rw [e, ← shiftRight_shiftRight, ← packed_snoc]
  exact h n (k + 1) w

/-- What finds the texts of an expression is a scanner for it. -/
noncomputable def Scanner.ofFinds {r : Regex} {f : Nat → Nat → List Place} {p : Text → Bool}
    (h : Finds f p) (hp : ∀ z, IsBytes z → p z = r.accepts z) : Scanner r where
  run := f
  right n w := by
    show _ = Regex.splitsFrom (Text.packed n w) r []
    rw [splitsFrom_eq_prefixes]
    exact (h n 0 w).trans (prefixes_congr (isBytes_packed n w) hp [])

/-- From the dead state nothing is accepted. -/
theorem Automaton.Simulates.dead_run {A : Automaton} {r : Regex} {states : List Regex}
    (h : A.Simulates r states) {t : Text} (ht : IsBytes t) :
    isAccepting A.last (run A.columns A.table t 0) = false :=
  bool_false_of fun k => (isAccepting_run_iff h ht h.dead fun _ hm => absurd hm not_mem_nil).mp k

/-- A scan by an automaton finds what the automaton accepts. -/
theorem scan_finds {A : Automaton} {r : Regex} {states : List Regex} (h : A.Simulates r states) (s : Nat)
    (n k w : Nat) :
    (Compiled.scan A.columns A.table A.last n (Nat.shiftRight w (8 * k)) s).map (Place.pair (n + k) w) =
      prefixes (fun z => Automaton.isAccepting A.last (Automaton.run A.columns A.table z s))
        (Text.packed n (Nat.shiftRight w (8 * k))) (Text.packed k w) := by
  induction n generalizing s k with
  | zero =>
    show (choose (Automaton.isAccepting A.last s) [_] []).map _ =
      bif Automaton.isAccepting A.last s then [_] else []
    rw [Fast.choose_eq]
    cases Automaton.isAccepting A.last s with
    | true => exact congrArg (fun x => [x]) (pair_here 0 k w _)
    | false => rfl
  | succ n ih =>
    have further : ∀ s', (Compiled.scan A.columns A.table A.last n
        (Nat.shiftRight (Nat.shiftRight w (8 * k)) 8) s').map (Place.pair (n + 1 + k) w) =
      prefixes (fun z => Automaton.isAccepting A.last (Automaton.run A.columns A.table z s'))
        (Text.packed n (Nat.shiftRight (Nat.shiftRight w (8 * k)) 8))
        (Text.packed k w ++ [Nat.mod (Nat.shiftRight w (8 * k)) 256]) := fun s' => by
      have e : n + 1 + k = n + (k + 1) := by rw [Nat.add_assoc, Nat.add_comm 1 k]
      rw [e, ← shiftRight_shiftRight, ← packed_snoc]
      exact ih s' (k + 1)
    cases s with
    | zero =>
      have none : prefixes (fun z => Automaton.isAccepting A.last (Automaton.run A.columns A.table z 0))
          (Text.packed (n + 1) (Nat.shiftRight w (8 * k))) (Text.packed k w) = [] :=
        (prefixes_congr (isBytes_packed _ _) (fun z hz => h.dead_run hz) _).trans (prefixes_false _ _)
      rw [none]
      rfl
    | succ s =>
      show (choose (Nat.ble (s + 1) A.last) (_ :: _) _).map _ =
        bif choose (Nat.ble (s + 1) A.last) true false then _ else _
      cases Nat.ble (s + 1) A.last with
      | true =>
        have one := further (Automaton.step A.columns A.table (s + 1) (Nat.mod (Nat.shiftRight w (8 * k)) 256))
        show Place.pair (n + 1 + k) w ⟨n + 1, _⟩ :: _ = (Text.packed k w, Text.packed (n + 1) _) :: _
        rw [pair_here]
        exact congrArg _ one
      | false =>
        exact further (Automaton.step A.columns A.table (s + 1) (Nat.mod (Nat.shiftRight w (8 * k)) 256))

/-- A scanner by an automaton that agrees with the category. -/
noncomputable def Scanner.ofAutomaton {r : Regex} (A : Automaton) {classes : List Byte} {samples : Nat}
    {sets : List ByteSet} {states : List Regex}
    (h : A.agrees r classes samples sets states = true) : Scanner r :=
  .ofFinds (f := Compiled.scanAutomaton A)
    (fun n k w => scan_finds (Automaton.simulates_of_agrees h) A.start n k w)
    fun _ hz => bool_eq_of_iff ((Automaton.accepts_iff_of_agrees h hz).trans Regex.accepts_iff.symm)

/-- A scan for a fixed text finds it. -/
theorem scanText_finds (t : Text) : Finds (Compiled.scanText t) (Text.beq t) := by
  induction t with
  | nil =>
    intro n k w
    have none (seen : Text) (b : Byte) (u : Text) : prefixes (fun z => Text.beq [] (b :: z)) u seen = [] :=
      prefixes_false u seen
    cases n with
    | zero => exact congrArg (fun x => [x]) (pair_here 0 k w _)
    | succ n =>
      show [Place.pair (n + 1 + k) w ⟨n + 1, _⟩] = (_ :: prefixes (fun z => Text.beq [] (_ :: z)) _ _)
      rw [none, pair_here]
      rfl
  | cons b t ih =>
    intro n k w
    cases n with
    | zero => rfl
    | succ n =>
      show List.map _ (choose (Nat.beq b (Nat.mod (Nat.shiftRight w (8 * k)) 256)) _ _) =
        prefixes (fun z => Nat.beq b (Nat.mod (Nat.shiftRight w (8 * k)) 256) && Text.beq t z) _ _
      cases Nat.beq b (Nat.mod (Nat.shiftRight w (8 * k)) 256) with
      | true => exact ih.next n k w
      | false => exact (prefixes_false _ _).symm

/-- A scanner for a fixed text. -/
noncomputable def Scanner.ofText (n w : Nat) : Scanner (.ofText (Text.packed n w)) :=
  .ofFinds (scanText_finds (Text.packed n w)) fun _ _ => bool_eq_of_iff (Text.beq_iff.trans
    (Iff.trans ⟨Eq.symm, Eq.symm⟩ ((Regex.ofText_iff (isBytes_packed n w)).symm.trans
      Regex.accepts_iff.symm)))

/-- A scan by derivatives finds what the expression accepts. -/
theorem scanRegex_finds (n : Nat) (r : Regex) (k w : Nat) :
    (Compiled.scanRegex n (Nat.shiftRight w (8 * k)) r).map (Place.pair (n + k) w) =
      prefixes (fun z => Regex.acceptsFrom z r) (Text.packed n (Nat.shiftRight w (8 * k)))
        (Text.packed k w) := by
  induction n generalizing r k with
  | zero =>
    show (choose (Fast.nullable r) [_] []).map _ = bif r.nullable then [_] else []
    rw [Fast.choose_eq, Fast.nullable_eq]
    cases r.nullable with
    | true => exact congrArg (fun x => [x]) (pair_here 0 k w _)
    | false => rfl
  | succ n ih =>
    have e : n + 1 + k = n + (k + 1) := by rw [Nat.add_assoc, Nat.add_comm 1 k]
    have further (q : Regex) : (Compiled.scanRegex n (Nat.shiftRight (Nat.shiftRight w (8 * k)) 8) q).map
        (Place.pair (n + 1 + k) w) =
      prefixes (fun z => Regex.acceptsFrom z q)
        (Text.packed n (Nat.shiftRight (Nat.shiftRight w (8 * k)) 8))
        (Text.packed k w ++ [Nat.mod (Nat.shiftRight w (8 * k)) 256]) := by
      rw [e, ← shiftRight_shiftRight, ← packed_snoc]
      exact ih q (k + 1)
    have further := further (r.deriv (Nat.mod (Nat.shiftRight w (8 * k)) 256))
    show (Fast.ifNothing r [] (choose (Fast.nullable r) (_ ::
          Compiled.scanRegex n _ (Fast.deriv (Nat.mod (Nat.shiftRight w (8 * k)) 256) r))
        (Compiled.scanRegex n _ (Fast.deriv (Nat.mod (Nat.shiftRight w (8 * k)) 256) r)))).map _ =
      bif r.nullable then _ :: prefixes (fun z => bif r.isNothing then false else
          Regex.acceptsFrom z (r.deriv (Nat.mod (Nat.shiftRight w (8 * k)) 256))) _ _
        else prefixes (fun z => bif r.isNothing then false else
          Regex.acceptsFrom z (r.deriv (Nat.mod (Nat.shiftRight w (8 * k)) 256))) _ _
    rw [Fast.ifNothing_eq, Fast.choose_eq, Fast.nullable_eq, Fast.deriv_eq]
    cases h : r.isNothing with
    | true =>
      rw [Regex.eq_nothing_of_isNothing h]
      exact (prefixes_false _ _).symm
    | false =>
      cases r.nullable with
      | true =>
        show Place.pair (n + 1 + k) w ⟨n + 1, _⟩ :: _ = (Text.packed k w, Text.packed (n + 1) _) :: _
        rw [pair_here]
        exact congrArg _ further
      | false => exact further

/-- A scanner by derivatives. -/
noncomputable def Scanner.ofRegex (r : Regex) : Scanner r :=
  .ofFinds (f := fun n w => Compiled.scanRegex n w r) (fun n k w => scanRegex_finds n r k w) fun _ _ => rfl

/-! ## Shapes -/

/-- Goes through the parses of a shape at a place, exactly as `Shape.parse` finds them. What follows is asked about
each as soon as it is found, so that parses which lead nowhere cost little. -/
structure Parser (s : Shape) where
  /-- All that comes of the parses. -/
  run : Further → (n w : Nat) → List Tree
  /-- It comes of those of the shape. -/
  right : ∀ (f : Further) (g : Tree → Text → List Tree), (∀ x n w, f x n w = g x (Text.packed n w)) →
    ∀ n w, run f n w = (s.parse (Text.packed n w)).flatMap fun p => g p.1 p.2

/-! What comes of lists -/

/-- What comes of what was mapped. -/
theorem flatMap_of_map {α : Type u} {β : Type v} {γ : Type x} (h : α → β) (g : β → List γ) (l : List α) :
    (l.map h).flatMap g = l.flatMap fun a => g (h a) := by
  induction l with
  | nil => rfl
  | cons a l ih => exact congrArg (g (h a) ++ ·) ih

/-- What comes of one list and then of another. -/
theorem flatMap_of_append {α : Type u} {β : Type v} (g : α → List β) (l m : List α) :
    (l ++ m).flatMap g = l.flatMap g ++ m.flatMap g := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    show g a ++ (l ++ m).flatMap g = g a ++ l.flatMap g ++ m.flatMap g
    rw [ih, append_brackets]

/-- What comes of what comes. -/
theorem flatMap_of_flatMap {α : Type u} {β : Type v} {γ : Type x} (h : α → List β) (g : β → List γ)
    (l : List α) : (l.flatMap h).flatMap g = l.flatMap fun a => (h a).flatMap g := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    show (h a ++ l.flatMap h).flatMap g = (h a).flatMap g ++ l.flatMap fun a => (h a).flatMap g
    rw [flatMap_of_append, ih]

/-- The same comes of a list if the same comes of its entries. -/
theorem flatMap_same {α : Type u} {β : Type v} {g h : α → List β} {l : List α} (e : ∀ a, a ∈ l → g a = h a) :
    l.flatMap g = l.flatMap h := by
  induction l with
  | nil => rfl
  | cons a l ih =>
    show g a ++ l.flatMap g = h a ++ l.flatMap h
    rw [e a mem_head, ih fun b hb => e b (mem_tail hb)]

/-- Leaves hold the texts of their category. -/
theorem leaves_right {r : Regex} (S : Scanner r) (make : Text → Tree) {f : Further} {g : Tree → Text → List Tree}
    (h : ∀ x n w, f x n w = g x (Text.packed n w)) (n w : Nat) : Compiled.leaves make f n w (S.run n w) =
      ((r.splits (Text.packed n w)).map fun p => (make p.1, p.2)).flatMap fun p => g p.1 p.2 := by
  rw [← S.right, flatMap_of_map, flatMap_of_map]
  induction S.run n w with
  | nil => rfl
  | cons p l ih =>
    show Fast.append (f _ _ _) (Compiled.leaves make f n w l) = _ ++ _
    rw [Fast.append_eq, h, ih]
    rfl

namespace Parser

/-- A text of a category. -/
noncomputable def lex {r : Regex} (S : Scanner r) : Parser (.lex r) where
  run f n w := Compiled.leaves Tree.leaf f n w (S.run n w)
  right _ _ h n w := leaves_right S Tree.leaf h n w

/-- A slot, filled with a text of a category. -/
noncomputable def slot {r : Regex} (k : Slot) (S : Scanner r) : Parser (.slot k r) where
  run f n w := Compiled.leaves (Tree.slot k) f n w (S.run n w)
  right _ _ h n w := leaves_right S (Tree.slot k) h n w

/-- Something around each parse. -/
theorem around {a : Shape} (A : Parser a) (make : Tree → Tree) {f : Further} {g : Tree → Text → List Tree}
    (h : ∀ x n w, f x n w = g x (Text.packed n w)) (n w : Nat) : A.run (fun x => f (make x)) n w =
      ((a.parse (Text.packed n w)).map fun p => (make p.1, p.2)).flatMap fun p => g p.1 p.2 := by
  rw [A.right _ (fun x => g (make x)) (fun x => h (make x)), flatMap_of_map]

/-- One after the other. -/
noncomputable def seq {a b : Shape} (A : Parser a) (B : Parser b) : Parser (.seq a b) where
  run f := A.run fun x => B.run fun y => f (.seq x y)
  right f g h n w := by
    show _ = ((a.parse (Text.packed n w)).flatMap fun p => (b.parse p.2).map fun q => (Tree.seq p.1 q.1, q.2)).flatMap
      fun p => g p.1 p.2
    rw [flatMap_of_flatMap]
    exact A.right _ (fun x t => ((b.parse t).map fun q => (Tree.seq x q.1, q.2)).flatMap fun p => g p.1 p.2)
      (fun x m v => B.around (Tree.seq x) h m v) n w

/-- One or the other. -/
noncomputable def alt {a b : Shape} (A : Parser a) (B : Parser b) : Parser (.alt a b) where
  run f n w := Fast.append (A.run (fun x => f (.left x)) n w) (B.run (fun x => f (.right x)) n w)
  right f g h n w := by
    rw [Fast.append_eq, A.around Tree.left h, B.around Tree.right h, ← flatMap_of_append]
    rfl

/-- A parse is empty exactly if as much of the text is left as there was. -/
theorem isEmptyText_yield {a : Shape} {t : Text} {p : Tree × Text} (h : p ∈ a.parse t) :
    isEmptyText p.1.yield = Nat.beq p.2.length t.length := by
  have e := (Shape.mem_parse_iff.mp h).2
  have k := congrArg List.length e
  rw [length_append_eq] at k
  refine bool_eq_of_iff (isEmptyText_iff.trans (Iff.trans ⟨fun h => ?_, fun h => ?_⟩ nat_beq_iff.symm))
  · rw [h] at k
    exact (Nat.zero_add _).symm.trans k
  · rw [← h] at k
    cases y : p.1.yield with
    | nil => rfl
    | cons b u =>
      rw [y] at k
      have k : u.length + 1 + p.2.length = p.2.length := k
      rw [Nat.add_assoc, Nat.add_comm 1 p.2.length] at k
      exact absurd (Nat.le_of_eq k) (Nat.not_le_of_gt (Nat.lt_of_lt_of_le (Nat.lt_succ_self p.2.length)
        (Nat.le_add_left (p.2.length + 1) u.length)))

/-- Bounded repetition finds what it should. -/
theorem upTo_right {a : Shape} (A : Parser a) (k : Nat) {f : Further} {g : Tree → Text → List Tree}
    (h : ∀ x n w, f x n w = g x (Text.packed n w)) (n w : Nat) :
    Compiled.upTo A.run k f n w = (parseUpTo a.parse k (Text.packed n w)).flatMap fun p => g p.1 p.2 := by
  induction k generalizing f g n w with
  | zero =>
    show f .stop n w = g .stop (Text.packed n w) ++ []
    rw [h, append_nil_right]
  | succ k ih =>
    show Fast.append (f .stop n w) (A.run _ n w) = g .stop (Text.packed n w) ++
      ((a.parse (Text.packed n w)).flatMap fun p => bif isEmptyText p.1.yield then []
        else (parseUpTo a.parse k p.2).map fun q => (Tree.more p.1 q.1, q.2)).flatMap fun p => g p.1 p.2
    rw [Fast.append_eq, h, flatMap_of_flatMap]
    refine congrArg (g .stop (Text.packed n w) ++ ·) ?_
    refine (A.right _ (fun x t => bif Nat.beq t.length n then [] else
      (parseUpTo a.parse k t).flatMap fun q => g (.more x q.1) q.2) (fun x m v => ?_) n w).trans ?_
    · show choose (Nat.beq m n) [] (Compiled.upTo A.run k (fun y => f (.more x y)) m v) = _
      rw [ih (g := fun y => g (.more x y)) (fun y => h (.more x y)), length_packed]
      cases Nat.beq m n <;> rfl
    · refine flatMap_same fun p hp => ?_
      rw [isEmptyText_yield hp, length_packed]
      cases Nat.beq p.2.length n with
      | true => rfl
      | false =>
        show _ = ((parseUpTo a.parse k p.2).map _).flatMap _
        rw [flatMap_of_map]
        rfl

/-- At most `k` repetitions. -/
noncomputable def upTo {a : Shape} (k : Nat) (A : Parser a) : Parser (.upTo k a) where
  run := Compiled.upTo A.run k
  right _ _ h n w := upTo_right A k h n w

/-- A claim. -/
noncomputable def claim {a : Shape} (r : Text) (A : Parser a) : Parser (.claim r a) where
  run f := A.run fun x => f (.claim r x)
  right _ _ h n w := A.around (Tree.claim r) h n w

/-- A span. -/
noncomputable def derive {a : Shape} (g e : Cond) (A : Parser a) : Parser (.derive g e a) where
  run f := A.run fun x => f (.derive g e x)
  right _ _ h n w := A.around (Tree.derive g e) h n w

/-- A part with a mark. -/
noncomputable def mark {a : Shape} (m : Mark) (A : Parser a) : Parser (.mark m a) where
  run f := A.run fun x => f (.mark m x)
  right _ _ h n w := A.around (Tree.mark m) h n w

/-- The parses that use up the text are those of the shape. -/
theorem finish_right {s : Shape} (A : Parser s) (n w : Nat) :
    A.run Compiled.finish n w = whole (s.parse (Text.packed n w)) := by
  rw [A.right Compiled.finish (fun x t => bif isEmptyText t then [x] else []) fun x n w => by cases n <;> rfl]
  induction s.parse (Text.packed n w) with
  | nil => rfl
  | cons p l ih =>
    show (bif isEmptyText p.2 then [p.1] else []) ++ l.flatMap (fun p => bif isEmptyText p.2 then [p.1] else []) =
      bif isEmptyText p.2 then p.1 :: whole l else whole l
    rw [ih]
    cases isEmptyText p.2 <;> rfl

end Parser

end DetLM
