import DetLM.Data.Bytes

/-!
# Words in a text

Limits such as `forbid "cures"` and `at most 12 words` speak of whole words. A word is a maximal run of
word bytes: ASCII letters and digits, the underscore, and every byte of a multi-byte character. ASCII
case is ignored.

## Main definitions

* `Mentions`, `mentions`: a text says a word (or a phrase) as whole words
* `wordCount`: how many words a text has
-/

namespace DetLM

/-- Letters, digits, underscore, and bytes from 128 on. -/
def isWordByte (b : Byte) : Bool :=
  (Nat.ble 97 b && Nat.ble b 122) || (Nat.ble 65 b && Nat.ble b 90) || (Nat.ble 48 b && Nat.ble b 57)
    || Nat.beq b 95 || Nat.ble 128 b

/-- ASCII capitals to small letters. -/
def lower (b : Byte) : Byte :=
  bif Nat.ble 65 b && Nat.ble b 90 then Nat.add b 32 else b

/-- No word byte stands right at the start. -/
def startsFresh : Text → Bool
  | [] => true
  | b :: _ => !isWordByte b

/-- No word byte stands right at the end; `fresh` is the answer for the empty text. -/
def endsFreshFrom : (fresh : Bool) → Text → Bool
  | fresh, [] => fresh
  | _, b :: t => endsFreshFrom (!isWordByte b) t

/-- No word byte stands right at the end. -/
def endsFresh (t : Text) : Bool := endsFreshFrom true t

/-- `t` says `w` as whole words, ASCII case ignored. -/
def Mentions (w t : Text) : Prop :=
  ∃ before found after, t = before ++ (found ++ after) ∧ found.map lower = w.map lower ∧
    endsFresh before = true ∧ startsFresh after = true

/-- `t` starts with `w`, and no word byte follows. -/
def startsWithWord : (w t : Text) → Bool
  | [], t => startsFresh t
  | _ :: _, [] => false
  | c :: w, b :: t => Nat.beq (lower c) (lower b) && startsWithWord w t

/-- `mentions`, where `fresh` says that no word byte stands right before. -/
def mentionsFrom (w : Text) : (fresh : Bool) → Text → Bool
  | fresh, [] => fresh && startsWithWord w []
  | fresh, b :: t => (fresh && startsWithWord w (b :: t)) || mentionsFrom w (!isWordByte b) t

/-- Whether `t` says `w` as whole words. -/
def mentions (w t : Text) : Bool := mentionsFrom w true t

/-- `wordCount`, where `inside` says that the text continues a word. -/
def wordCountFrom : (inside : Bool) → Text → Nat
  | _, [] => 0
  | inside, b :: t =>
    bif isWordByte b then bif inside then wordCountFrom true t else Nat.succ (wordCountFrom true t)
    else wordCountFrom false t

/-- The number of words: of maximal runs of word bytes. -/
def wordCount (t : Text) : Nat := wordCountFrom false t

end DetLM
