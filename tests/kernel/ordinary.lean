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
