import DetLM.Spec.Check

/-!
# Lists, words and numbers in the form that the kernel evaluates fastest

What `DetLM.Spec.Fast` says of itself holds here.

## Main definitions

* `choose` and twins of functions on lists
* `mentionsFrom`, `wordCountFrom`, `read`: words and numbers in a text
-/

namespace DetLM.Fast

/-- `x` if true, `y` if false. -/
noncomputable abbrev choose {α : Type u} (c : Bool) (x y : α) : α := Bool.rec y x c

/-- The set behind `isWordByte`, as 256 bits. -/
noncomputable abbrev wordBytes : ByteSet :=
  0xffffffffffffffffffffffffffffffff07fffffe87fffffe03ff000000000000

/-- Twin of `isWordByte` for bytes below 256; a larger number is a word byte there too. -/
noncomputable def isWordByte (b : Byte) : Bool :=
  choose (Nat.beq (Nat.land (Nat.shiftRight wordBytes b) 1) 1) true (Nat.ble 256 b)

/-- Twin of `lower`. -/
noncomputable def lower (b : Byte) : Byte :=
  choose (Nat.ble 65 b) (choose (Nat.ble b 90) (Nat.add b 32) b) b

/-- Twin of `Text.beq`. -/
noncomputable def sameText (s : Text) : Text → Bool :=
  List.rec (motive := fun _ => Text → Bool)
    (fun t => List.rec (motive := fun _ => Bool) true (fun _ _ _ => false) t)
    (fun a _ rest t =>
      List.rec (motive := fun _ => Bool) false (fun b t _ => choose (Nat.beq a b) (rest t) false) t) s

/-- Twin of `isEmptyText`. -/
noncomputable def isEmptyText (t : Text) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun _ _ _ => false) t

/-- Twin of `List.map`. -/
noncomputable def map {α : Type u} {β : Type v} (f : α → β) (l : List α) : List β :=
  List.rec (motive := fun _ => List β) [] (fun a _ rest => f a :: rest) l

/-- Twin of `++`. -/
noncomputable def append {α : Type u} (l m : List α) : List α :=
  List.rec (motive := fun _ => List α) m (fun a _ rest => a :: rest) l

/-- Twin of `List.flatMap`. -/
noncomputable def flatMap {α : Type u} {β : Type v} (l : List α) (f : α → List β) : List β :=
  List.rec (motive := fun _ => List β) [] (fun a _ rest => append (f a) rest) l

/-- Twin of `List.all`. -/
noncomputable def all {α : Type u} (l : List α) (p : α → Bool) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun a _ rest => choose (p a) rest false) l

/-- Twin of `List.any`. -/
noncomputable def any {α : Type u} (l : List α) (p : α → Bool) : Bool :=
  List.rec (motive := fun _ => Bool) false (fun a _ rest => choose (p a) true rest) l

/-- Twin of `List.length`. -/
noncomputable def length {α : Type u} (l : List α) : Nat :=
  List.rec (motive := fun _ => Nat) 0 (fun _ _ n => Nat.add n 1) l

/-- Puts a list, backwards, in front of another. -/
noncomputable def onto {α : Type u} (l : List α) : List α → List α :=
  List.rec (motive := fun _ => List α → List α) (fun m => m) (fun a _ rest m => rest (a :: m)) l

/-! ### Words -/

/-- Twin of `startsFresh`. -/
noncomputable def startsFresh (t : Text) : Bool :=
  List.rec (motive := fun _ => Bool) true (fun b _ _ => choose (isWordByte b) false true) t

/-- Twin of `startsWithWord`. -/
noncomputable def startsWithWord (w : Text) : Text → Bool :=
  List.rec (motive := fun _ => Text → Bool) (fun t => startsFresh t)
    (fun c _ rest t =>
      List.rec (motive := fun _ => Bool) false
        (fun b t _ => choose (Nat.beq (lower c) (lower b)) (rest t) false) t) w

/-- Twin of `mentionsFrom`. -/
noncomputable def mentionsFrom (w : Text) (t : Text) : Bool → Bool :=
  List.rec (motive := fun _ => Bool → Bool)
    (fun fresh => choose fresh (startsWithWord w []) false)
    (fun b t rest fresh =>
      choose (choose fresh (startsWithWord w (b :: t)) false) true
        (rest (choose (isWordByte b) false true))) t

/-- Twin of `wordCountFrom`. -/
noncomputable def wordCountFrom (t : Text) : Bool → Nat :=
  List.rec (motive := fun _ => Bool → Nat) (fun _ => 0)
    (fun b _ rest inside =>
      choose (isWordByte b) (choose inside (rest true) (Nat.succ (rest true))) (rest false)) t

/-! ### Numbers -/

/-- Twin of `Number.isDigit`. -/
noncomputable def isDigit (b : Byte) : Bool := choose (Nat.ble 48 b) (Nat.ble b 57) false

/-- Twin of `Number.push`. -/
noncomputable def push (value : Nat) (b : Byte) : Nat := Nat.add (Nat.mul 10 value) (Nat.sub b 48)

/-- Twin of `Number.readFraction`. -/
noncomputable def readFraction (t : Text) : Nat → Nat → Option (Nat × Nat) :=
  List.rec (motive := fun _ => Nat → Nat → Option (Nat × Nat)) (fun value scale => some (value, scale))
    (fun b _ rest value scale => choose (isDigit b) (rest (push value b) (Nat.add scale 1)) none) t

/-- Twin of `Number.readWhole`. -/
noncomputable def readWhole (t : Text) : Nat → Option (Nat × Nat) :=
  List.rec (motive := fun _ => Nat → Option (Nat × Nat)) (fun value => some (value, 0))
    (fun b t rest value =>
      choose (isDigit b) (rest (push value b))
        (List.rec (motive := fun _ => Option (Nat × Nat)) none
          (fun c t _ =>
            choose (choose (Nat.beq b 46) (isDigit c) false) (readFraction t (push value c) 1) none) t)) t

/-- Twin of `Number.readUnsigned`. -/
noncomputable def readUnsigned (t : Text) : Option (Nat × Nat) :=
  List.rec (motive := fun _ => Option (Nat × Nat)) none
    (fun b t _ => choose (isDigit b) (readWhole t (push 0 b)) none) t

/-- Twin of `Number.read`. -/
noncomputable def read (t : Text) : Option Number :=
  List.rec (motive := fun _ => Option Number) none
    (fun b t _ =>
      choose (Nat.beq b 45)
        (Option.rec (motive := fun _ => Option Number) none (fun p => some ⟨0, p.1, p.2⟩) (readUnsigned t))
        (Option.rec (motive := fun _ => Option Number) none (fun p => some ⟨p.1, 0, p.2⟩)
          (readUnsigned (b :: t)))) t

/-- Twin of `Number.add`. -/
noncomputable def add (a b : Number) : Number :=
  ⟨Nat.add (Nat.mul a.plus (Nat.pow 10 (Nat.sub b.scale a.scale)))
      (Nat.mul b.plus (Nat.pow 10 (Nat.sub a.scale b.scale))),
    Nat.add (Nat.mul a.minus (Nat.pow 10 (Nat.sub b.scale a.scale)))
      (Nat.mul b.minus (Nat.pow 10 (Nat.sub a.scale b.scale))),
    Nat.add a.scale (Nat.sub b.scale a.scale)⟩

/-- Twin of `Number.mul`. -/
noncomputable def mul (a b : Number) : Number :=
  ⟨Nat.add (Nat.mul a.plus b.plus) (Nat.mul a.minus b.minus),
    Nat.add (Nat.mul a.plus b.minus) (Nat.mul a.minus b.plus), Nat.add a.scale b.scale⟩

/-- Twin of `Number.weight`. -/
noncomputable def weight (a b : Number) : Nat :=
  Nat.add (Nat.mul a.plus (Nat.pow 10 b.scale)) (Nat.mul b.minus (Nat.pow 10 a.scale))

/-- Twin of `both`. -/
noncomputable def both (f : Number → Number → Number) (x y : Option Number) : Option Number :=
  Option.rec (motive := fun _ => Option Number) none
    (fun a => Option.rec (motive := fun _ => Option Number) none (fun b => some (f a b)) y) x

/-- Twin of `Number.sum`. -/
noncomputable def sum (l : List (Option Number)) : Option Number :=
  List.rec (motive := fun _ => Option Number) (some (Number.ofNat 0)) (fun x _ rest => both add x rest) l

end DetLM.Fast
