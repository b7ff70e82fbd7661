/-! What an ordinary library may write: every declaration here compiles under the official `Init` too. -/

/-! ## Data and recursion -/

inductive Tree (α : Type u) where
  | leaf : Tree α
  | node (left : Tree α) (value : α) (right : Tree α) : Tree α
  deriving DecidableEq, BEq, Inhabited

namespace Tree

def size : Tree α → Nat
  | leaf => 0
  | node l _ r => l.size + r.size + 1

def mirror : Tree α → Tree α
  | leaf => leaf
  | node l v r => node r.mirror v l.mirror

def toList : Tree α → List α
  | leaf => []
  | node l v r => l.toList ++ v :: r.toList

theorem mirror_mirror (t : Tree α) : t.mirror.mirror = t := by
  induction t with
  | leaf => rfl
  | node l v r ihl ihr => simp [mirror, ihl, ihr]

theorem toList_mirror (t : Tree α) : t.mirror.toList = t.toList.reverse := by
  induction t with
  | leaf => rfl
  | node l v r ihl ihr => simp [mirror, toList, ihl, ihr]

theorem length_toList (t : Tree α) : t.toList.length = t.size := by
  induction t with
  | leaf => rfl
  | node l v r ihl ihr => simp [toList, size, ihl, ihr, Nat.add_assoc]

end Tree

structure Point where
  x : Nat
  y : Nat := 3
  deriving DecidableEq, BEq, Inhabited

inductive Color | red | green | blue
  deriving DecidableEq, BEq, Inhabited

inductive Term where
  | num (n : Nat)
  | text (s : String)
  | call (f : Option String) (args : List Nat × Bool)
  deriving DecidableEq

inductive Rose (α : Type) where
  | mk (value : α) (children : List (Rose α))

inductive Vec (α : Type u) : Nat → Type u where
  | nil : Vec α 0
  | cons (a : α) (v : Vec α n) : Vec α (n + 1)

def Vec.map (f : α → β) : Vec α n → Vec β n
  | .nil => .nil
  | .cons a v => .cons (f a) (v.map f)

theorem Vec.map_id (v : Vec α n) : v.map (fun x => x) = v := by
  induction v with
  | nil => rfl
  | cons a v ih => simp [map, ih]

mutual
def isEven : Nat → Bool
  | 0 => true
  | n + 1 => isOdd n
def isOdd : Nat → Bool
  | 0 => false
  | n + 1 => isEven n
end

mutual
inductive Sentence where
  | stop
  | word (w : Word)
inductive Word where
  | end
  | more (s : Sentence)
end

def ackermann : Nat → Nat → Nat
  | 0, m => m + 1
  | n + 1, 0 => ackermann n 1
  | n + 1, m + 1 => ackermann n (ackermann (n + 1) m)
termination_by n m => (n, m)

def half (n : Nat) : Nat := if h : n < 2 then 0 else half (n - 2) + 1
termination_by n
decreasing_by exact Nat.sub_lt (Nat.lt_of_lt_of_le (by decide) (Nat.le_of_not_lt h)) (by decide)

/-! ## Deciding -/

example (n : Nat) (h : 3 <= n) : n >= 3 := h

example : ({ x := 1 } : Point) = ⟨1, 3⟩ := rfl
example : ({ x := 1 } : Point) ≠ ⟨1, 4⟩ := by decide
example : Term.call (some "f") ([1, 2], true) ≠ .call none ([], false) := by decide
example : Tree.node .leaf 1 .leaf == Tree.node .leaf 1 .leaf := by decide
example : (default : Color) = .red := rfl
example : ∀ i, i < 20 → i * i % 4 ≠ 3 := by decide
example : ∀ i ∈ [1, 2, 3], i < 4 := by decide
example : ∃ i ∈ [1, 2, 3], i = 2 := by decide
example : ¬[1, 2, 1].Nodup := by decide
example : ∀ a b : Bool, (a && b) = (b && a) := by decide
example : (5 : Fin 7) + 4 = 2 := by decide
example : 'a' < 'b' ∧ 'x'.isAlpha ∧ "ab" ++ "c" = "abc" ∧ "abc".length = 3 := by decide
example : [3, 1, 2].contains 2 ∧ [1, 2, 3][1]? = some 2 ∧ [1, 2].zip ["a", "b"] = [(1, "a"), (2, "b")] := by decide
example : ("ab".toList.map fun c => c.toNat) = [97, 98] := rfl
example : 2 ^ 100 % 1000 = 376 ∧ 12345 >>> 3 = 1543 ∧ 1 <<< 10 = 1024 ∧ 12 ∣ 144 := by decide
example : (37 &&& 12 ||| 3) ^^^ 5 = 2 ∧ Nat.testBit 5 2 ∧ Nat.log2 1000 = 9 ∧ Nat.gcd 12 18 = 6 := by decide +kernel
example : isEven 10 ∧ max 3 5 = 5 ∧ min 3 5 = 3 := by decide

/-! ## Tactics -/

example (p q r : Prop) : p ∧ (q ∨ r) ↔ p ∧ q ∨ p ∧ r := by
  constructor
  · rintro ⟨hp, hq | hr⟩
    · exact .inl ⟨hp, hq⟩
    · exact .inr ⟨hp, hr⟩
  · intro h
    rcases h with ⟨hp, hq⟩ | ⟨hp, hr⟩
    · exact ⟨hp, .inl hq⟩
    · exact ⟨hp, .inr hr⟩

example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by
  refine ⟨?_, ?_⟩ <;> first | exact hp | exact hq

example (a b c d : Nat) (h : a = b) (h' : b = c) (h'' : c = d) : a = d := calc
  a = b := h
  _ = c := h'
  _ = d := h''

example (a b c : Nat) (h : a ≤ b) (h' : b < c) : a < c := calc
  a ≤ b := h
  _ < c := h'

example (f : Nat → Nat) (h : ∀ x, f x = x) : f (f 2) = 2 := by simp [h]
example (f : Nat → Nat) (h : ∀ x, f x = x) : f (f 2) = 2 := by simp only [h]
example (f : Nat → Nat) (h : ∀ x, f x = x) : f (f 2) = 2 := by rw [h, h]
example (a b : Nat) (h : a = b) : a + 0 = b := by simpa using h
example (a b : Nat) (h : a + 3 = b + 3) : a = b := by simp at h; exact h
example (h : 1 = 2) : False := by simp at h
example (h : 1 = 2) : False := by contradiction
example (h : some (a, b) = some (c, d)) : a = c ∧ b = d := by simp_all
example (h : some a = some b) : a = b := by injection h
example (h : [a, b] = [c, d]) : b = d := by cases h; rfl
example (x : Nat) (h : x = 3 ∨ x = 4) : x ≠ 0 := by rcases h with rfl | rfl <;> decide
example (P : Nat → Prop) (h : ∃ x, P x ∧ x > 1) : ∃ y, P y := by
  obtain ⟨x, hx, _⟩ := h
  exists x
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by funext x; exact h x
example (a b : Nat) (f : Nat → Nat) (h : a = b) : f a = f b := by congr
example (b : Bool) (n : Nat) : (if b then n else n) = n := by split <;> rfl
example (b : Bool) (h : b = true) : (if b then 1 else 2) = 1 := by simp [h]
example (n : Nat) (h : 0 < n) : (if 0 < n then n else 7) = n := by simp [h]
example (o : Option Nat) : (match o with | some n => n | none => 0) = o.getD 0 := by cases o <;> rfl
example (xs : List Nat) : xs.map (fun x => x + 0) = xs := by
  induction xs with
  | nil => rfl
  | cons x xs ih => simp_all
example (p : Prop) (h : ¬¬p) : p := by
  by_cases hp : p
  · exact hp
  · exact absurd hp h
example (x : Nat) : x < 0 → False := by nofun
example (x y : Nat) : x = y → y = x := by rintro rfl; rfl
example (a b : Nat) : a + b = b + a := by exact Nat.add_comm ..
example : ∃ x : Nat, x * x = 49 := ⟨7, by decide⟩
example (p q : Nat → Prop) (h : ∀ x, p x → q x) (a : Nat) (ha : p a) : q a := by
  have hq := h a
  specialize h a ha
  exact hq ha
example (xs ys : List Nat) (h : x ∈ xs ++ ys) (h' : x ∉ xs) : x ∈ ys := by
  simp only [List.mem_append] at h
  exact h.resolve_left h'
example (xs : List Nat) (p : Nat → Bool) : x ∈ xs.filter p → x ∈ xs := by
  intro h
  simp at h
  exact h.1
example (xs : List Nat) (h : xs.all (· < 5)) : ∀ x ∈ xs, x < 5 := by simpa using h
example (a b : Bool) (h : (a && !b) = true) : a = true ∧ b = false := by simpa using h
example (a b : Nat) (h : (a == b) = true) : a = b := by simpa using h
example (a b c : Nat) : a * (b + c) = b * a + c * a := by
  rw [Nat.mul_add, Nat.mul_comm, Nat.mul_comm c]
example (a b : Nat) (h : ¬a < b) : b ≤ a := by simpa using h
example (a b : Nat) (h : a - b = 0) : a ≤ b := by simpa using h
example (n : Nat) : n % 3 < 3 := Nat.mod_lt _ (by decide)
example (n : Nat) : n < n + 1 ∧ 0 ≤ n ∧ n ≤ n + 2 := by simp
example : (do let x ← some 3; let y ← some 4; pure (x + y)) = some 7 := rfl
example (f : Nat → Nat) : (fun x => f x) = f := rfl
example (a b c : Nat) (h : a = b) : c + a = c + b := by
  conv => lhs; rw [h]
example (p q : Prop) : p ∧ q → q ∧ p := fun ⟨hp, hq⟩ => ⟨hq, hp⟩
example (p q : Prop) : ¬(p ∨ q) ↔ ¬p ∧ ¬q := by simp
example (x y : Nat) (h : x ≠ y) : y ≠ x := by symm; exact h
example (x y : Nat) (h : x = y) (g : y = 2) : x = 2 := by subst g; assumption
example (a b c : Prop) (h : a ∧ b ∧ c) : c ∧ a := by
  have ⟨ha, _, hc⟩ := h
  exact ⟨hc, ha⟩
theorem unfolds : half 5 = 2 := by simp [half]
example : (Tree.node .leaf 3 .leaf).size = 1 := by unfold Tree.size Tree.size; rfl
example (n : Nat) (_h : ∀ m, m < n → m = m) : n = n := by
  revert _h
  generalize n = k
  intro _
  rfl

/-! ## Notation and macros -/

infixl:65 " +++ " => Nat.add
notation "twice!" x:max => Nat.add x x
macro "three" : term => `(3)
syntax "close" : tactic
macro_rules | `(tactic| close) => `(tactic| first | rfl | assumption)
local notation "ℕ" => Nat

example : 1 +++ 2 = three := by close
example : twice! 4 = (8 : ℕ) := by close

/-! ## Classes -/

class Monoid' (α : Type u) extends Mul α, One α where
  mul_assoc : ∀ a b c : α, a * b * c = a * (b * c)

example [Monoid' α] (a b c d : α) : a * b * c * d = a * (b * (c * d)) := by
  rw [Monoid'.mul_assoc, Monoid'.mul_assoc]

instance : Monoid' Nat where
  one := 1
  mul_assoc := Nat.mul_assoc

instance : Coe Color Nat := ⟨fun | .red => 0 | .green => 1 | .blue => 2⟩
example : (Color.blue : Nat) = 2 := rfl

/-! ## What the author of a category tries first -/

namespace Category

abbrev Byte := Nat
abbrev Text := List Byte

/-! Sums: checksums and check digits are the first thing that is not a regular language. -/

def Lang (t : Text) : Prop := t.sum = 10
instance (t : Text) : Decidable (Lang t) := by unfold Lang; infer_instance
example : Lang [3, 7] := by decide
example : [1, 2, 3].sum = 6 := rfl
example : [1, 2, 3].sum = 6 := by simp
example : [1, -2, 3].sum = (2 : Int) := by decide
example : [5, 4].sum = (2 : Fin 7) := by decide
example (s t : Text) : (s ++ t).sum = s.sum + t.sum := by simp
example (s t : List Int) : (s ++ t).sum = s.sum + t.sum := by simp
example (t : Text) : t.reverse.sum = t.sum := by simp
example (t : Text) (h : t.sum = 0) : ∀ b ∈ t, b = 0 := List.sum_eq_zero_iff_forall_eq_nat.mp h
example (n : Nat) : (List.replicate n 3).sum = n * 3 := by simp

def luhn (digits : List Nat) : Bool :=
  let doubled := (digits.reverse.zip (List.range digits.length)).map fun (d, i) =>
    if i % 2 = 1 then (if d * 2 > 9 then d * 2 - 9 else d * 2) else d
  doubled.sum % 10 == 0
example : luhn [7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3] := by decide

def isbn (digits : List Nat) : Bool := (digits.zipWith (· * ·) [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).sum % 11 == 0
example : isbn [0, 3, 0, 6, 4, 0, 6, 1, 5, 2] := by decide

def digitSum (n : Nat) : Nat := if n < 10 then n else n % 10 + digitSum (n / 10)
termination_by n
example : digitSum 12345 = 15 := by simp [digitSum]

/-! Zero and one as classes: what `sum` and structures of algebra are stated with. -/

example : (Zero.zero : Nat) = 0 := rfl
example : (One.one : Int) = 1 := rfl
example [Zero α] : (Zero.zero : α) = 0 := rfl
example [One α] [Mul α] (a : α) (h : ∀ a : α, 1 * a = a) : 1 * (1 * a) = a := by rw [h, h]
example [NeZero n] : n ≠ 0 := NeZero.ne n
example (n : Nat) [NeZero n] : 0 < n := Nat.pos_of_neZero n
example : NeZero (3 : Nat) := inferInstance
example : (0 : Fin (n + 1)) = ⟨0, by omega⟩ := rfl

/-! Divisibility and remainders: IBAN, years, weekdays. -/

example (a b : Nat) (h : 3 ∣ a) (h' : 3 ∣ b) : 3 ∣ a + b := Nat.dvd_add h h'
example (a b : Nat) (h : 3 ∣ a) (h' : 3 ∣ b) : 3 ∣ a - b := Nat.dvd_sub h h'
example (a b : Nat) : a ∣ a * b := Nat.dvd_mul_right a b
example (a b : Nat) : a ∣ b * a := Nat.dvd_mul_left a b
example (a b : Nat) (h : a ∣ b) (hb : 0 < b) : a ≤ b := Nat.le_of_dvd hb h
example (a b c : Nat) (h : a ∣ b) (h' : b ∣ c) : a ∣ c := Nat.dvd_trans h h'
example (a : Nat) : a ∣ a ∧ a ∣ 0 ∧ 1 ∣ a := by simp
example (n m : Nat) (h : m ∣ n) : n / m * m = n := Nat.div_mul_cancel h
example (n m : Nat) (h : n % m = 0) : m ∣ n := Nat.dvd_of_mod_eq_zero h
example : 3 ∣ 12 := by simp
example (n : Nat) : n * 97 % 97 = 0 := by simp
example (a b n : Nat) : (a % n + b) % n = (a + b) % n := by simp
example (a b n : Nat) : (a * b) % n = ((a % n) * (b % n)) % n := Nat.mul_mod a b n
example (a b : Nat) : a.gcd b = b.gcd a := Nat.gcd_comm a b
example (a b : Nat) : a.gcd b ∣ a ∧ a.gcd b ∣ b := ⟨Nat.gcd_dvd_left a b, Nat.gcd_dvd_right a b⟩
example (a b c : Nat) (h : c ∣ a) (h' : c ∣ b) : c ∣ a.gcd b := Nat.dvd_gcd h h'
example (a : Nat) : a.gcd 0 = a ∧ Nat.gcd 0 a = a ∧ a.gcd a = a := by simp
example : Nat.lcm 4 6 = 12 ∧ Nat.Coprime 3 4 := by decide
example (a : Nat) : a ^ 2 = a * a := Nat.pow_two a
example (a b : Nat) (h : a * b = 0) : a = 0 ∨ b = 0 := by simpa using h
example (a b : Nat) (h : a ≤ b) : max a b = b := Nat.max_eq_right h
example (a b : Nat) (h : a ≤ b) : ∃ c, b = a + c := Nat.exists_eq_add_of_le h
example (n : Nat) (h : n ≠ 0) : n - 1 + 1 = n := Nat.sub_one_add_one h
example : Nat.repeat (· + 2) 3 0 = 6 := rfl

/-! Identity and composition: `simp` gets rid of them. -/

example (x : Nat) : id x = x := by simp
example (f g : Nat → Nat) (x : Nat) : (f ∘ g) x = f (g x) := by simp
example (f : Nat → Nat) : f ∘ id = f ∧ id ∘ f = f := by simp
example (x y : Nat) : Function.const Nat x y = x := by simp
example (xs : List Nat) : xs.map id = xs ∧ xs.map (fun x => x) = xs := by simp
example (o : Option Nat) : o.map id = o := by simp
example (f : Nat → Nat) (h : Function.Injective f) (e : f 1 = f 2) : False := nomatch h e

/-! Palindromes, first and last. -/

def Palindrome (t : Text) : Prop := t.reverse = t
instance (t : Text) : Decidable (Palindrome t) := inferInstanceAs (Decidable (t.reverse = t))
example : Palindrome [1, 2, 1] ∧ ¬Palindrome [1, 2] := by decide
example (t : Text) : Palindrome (t ++ t.reverse) := by simp [Palindrome]
example (t : Text) (h : t ≠ []) : t.getLast h ∈ t ∧ t.head h ∈ t := by simp
example (t : Text) (h : t ≠ []) : t.head h :: t.tail = t := by simp
example (t : Text) (h : t ≠ []) : t.dropLast ++ [t.getLast h] = t := List.dropLast_concat_getLast h
example (t : Text) : (t ++ [3]).getLast? = some 3 ∧ (t ++ [3]).dropLast = t := by simp
example (t : Text) : t.reverse.head? = t.getLast? := by simp
example (t : Text) : t.tail.length = t.length - 1 ∧ t.dropLast.length = t.length - 1 := by simp
example : [1, 2, 3].head! = 1 ∧ [1, 2, 3].getLast! = 3 ∧ [1, 2, 3].getLastD 0 = 3 ∧ [1, 2, 3][1]! = 2 := by decide

/-! Lists: what their functions do to entries, lengths, members. -/

example (xs : List Nat) (h : 2 < xs.length) (f : Nat → Nat) : (xs.map f)[2]'(by simpa using h) = f xs[2] := by simp
example (xs ys : List Nat) (h : 2 < xs.length) : (xs ++ ys)[2]'(by simp; omega) = xs[2] := by simp [h]
example (xs : List Nat) (h : 2 < xs.length) : xs[2]? = some xs[2] := by simp
example (xs : List Nat) (h : xs.length = 5) : (xs.take 2).length = 2 := by rw [List.length_take, h]; rfl
example (xs : List Nat) (h : xs.length ≤ 2) : xs.drop 2 = [] := by simpa using h
example : (List.range 5)[3] = 3 := by simp
example (n : Nat) : List.range (n + 1) = List.range n ++ [n] := List.range_succ
example (xs : List Nat) : xs.countP (· > 1) = (xs.filter (· > 1)).length := List.countP_eq_length_filter
example (xs ys : List Nat) : (xs ++ ys).count 1 = xs.count 1 + ys.count 1 := by simp
example (xs : List Nat) : 0 < xs.count 1 ↔ 1 ∈ xs := by simp
example (xs : List Nat) (p : Nat → Bool) : (xs.filter p).all p := by simp
example (xs : List Nat) (p : Nat → Bool) : xs.all p = !xs.any (!p ·) := List.all_eq_not_any_not
example (xs : List Nat) (p : Nat → Bool) : (xs.filter p).reverse = xs.reverse.filter p := by simp
example (xs : List Nat) : xs.foldr (· :: ·) [] = xs := by simp
example (xs : List Nat) (f : Nat → Nat) : xs.foldl (· + f ·) 0 = (xs.map f).foldl (· + ·) 0 := by simp [List.foldl_map]
example (xs ys : List Nat) (h : xs <+: ys) : xs.length ≤ ys.length := h.length_le
example (xs ys : List Nat) : xs <+: xs ++ ys ∧ ys <:+ xs ++ ys := by simp
example : [1, 2] <+: [1, 2, 3] ∧ [2, 3] <:+ [1, 2, 3] := by decide
example (l m : List Nat) (h : l.length = m.length)
    (h' : ∀ i (h₁ : i < l.length) (h₂ : i < m.length), l[i] = m[i]) : l = m := List.ext_getElem h h'
example : [3, 1, 2].max? = some 3 ∧ [3, 1, 2].idxOf 1 = 1 ∧ [1, 2, 3].eraseIdx 1 = [1, 3] := by decide
example : [1, 2, 3].splitAt 1 = ([1], [2, 3]) ∧ [1, 2, 3].zipIdx = [(1, 0), (2, 1), (3, 2)] := by decide
example (x : Nat) (h : x ∈ [1, 2, 3]) : x ≤ 3 := by simp at h; omega

/-! Order: `compare`, `deriving Ord`, the dictionary. -/

inductive Suit | clubs | hearts
  deriving DecidableEq, Repr, BEq, Ord, Inhabited

structure Card where
  suit : Suit
  rank : Nat
  deriving DecidableEq, Repr, BEq, Ord, Inhabited

example : compare 3 4 = .lt ∧ (compare 3 4).swap = .gt ∧ (compare 3 3).isLE := by decide
example (a b : Nat) (h : compare a b = .lt) : a < b := by simpa using h
example : compare (Card.mk .clubs 2) ⟨.hearts, 1⟩ = .lt := by decide
example : [1, 2] < [1, 3] ∧ "ab" < "b" ∧ 'a' ≤ 'b' := by decide

/-! Pairs, options, failures. -/

example (p q : Nat × Nat) (h : p.1 = q.1) (h' : p.2 = q.2) : p = q := by ext <;> assumption
example (p : Nat × Nat) : p.swap.swap = p ∧ (p.map id (· + 1)).2 = p.2 + 1 := by simp
example (f g : Nat → Nat) (h : ∀ x, f x = g x) : f = g := by ext x; exact h x
example (i j : Fin 3) (h : i.val = j.val) : i = j := by ext; exact h
example (o : Option Nat) (h : o ≠ none) : o.isSome := Option.isSome_iff_ne_none.mpr h
example (o : Option Nat) (h : o.isSome) : some (o.get h) = o := by simp
example : (some 3).get! = 3 := rfl

def span (t : Text) : Option Nat := do
  let first ← t.head?
  let last ← t.getLast?
  guard (first < last)
  return last - first
example : span [1, 2, 4] = some 3 ∧ span [4, 1] = none := by decide

def total (t : Text) : Nat := Id.run do
  let mut s := 0
  for h : i in [0:t.length] do
    have := h.2.1
    if t[i] = 0 then break
    s := s + i * t[i]
  return s
#guard total [5, 1, 2, 0, 9] == 5

def largest (t : Array Nat) : Nat := Id.run do
  let mut m := 0
  for b in t do m := max m b
  return m
#guard largest #[3, 1, 2] == 3

def divide (a b : Nat) : Except String Nat := do
  if b = 0 then throw "zero"
  return a / b
example : (do let c ← divide 8 2; divide c 2) = .ok 2 := rfl
example : (divide 8 0).toOption = none ∧ (divide 8 2).isOk := by decide

/-! Text as bytes: what a category is about, of what a person writes. -/

#guard "aé".toUTF8.toList.map UInt8.toNat == [97, 195, 169]
example : ("ab".toList.flatMap String.utf8EncodeChar).map UInt8.toNat = [97, 98] := by decide
example : (String.utf8EncodeChar 'é').map UInt8.toNat = [195, 169] := by decide
#guard "aB1".toUpper == "AB1" && "ab".utf8ByteSize == 2
example : 'a'.toUpper = 'A' ∧ 'A'.toLower = 'a' ∧ '1'.toUpper = '1' := by decide
example : (255 : UInt8) + 1 = 0 ∧ (3 : UInt8) < 4 ∧ 'A'.toUInt8 = 65 := by decide
example : #[1, 2, 3][1] = 2 ∧ #[1, 2, 3][7]? = none := by decide

theorem fibonacci_pos (f : Nat → Nat) (base : 0 < f 0 ∧ 0 < f 1) (step : ∀ n, f (n + 2) = f n + f (n + 1)) (n : Nat) :
    0 < f n := by
  induction n using Nat.strongRecOn with
  | ind n ih =>
    match n with
    | 0 => exact base.1
    | 1 => exact base.2
    | n + 2 => have := ih n (by omega); rw [step]; omega

end Category
