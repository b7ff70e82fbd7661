/-!
# Degrees of truth

A soft constraint has a degree of truth between 0 and 1. Here 1 is a natural number `one`, so that a degree
is one of `0, …, one`, and everything is exact but the product, which rounds down. Three ways to say "and" of
degrees are in use; each is a t-norm, up to the rounding of the product.

## Main definitions

* `Conjunction`, `Conjunction.meet`: product, Łukasiewicz, Gödel; `Conjunction.join`: the "or" that goes with
  each
* `hardDegree`: the degrees of plain truth
* `Conjunction.meetAll`: all of a list
-/

namespace DetLM

/-- The ways to say "and" of degrees of truth. -/
inductive Conjunction where
  /-- The product, rounded down. -/
  | product
  /-- What is left of both together above 1 (Łukasiewicz). -/
  | lukasiewicz
  /-- The lesser (Gödel). -/
  | goedel

/-- The degree to which two degrees hold together. -/
def Conjunction.meet (one : Nat) : Conjunction → Nat → Nat → Nat
  | product, a, b => a * b / one
  | lukasiewicz, a, b => a + b - one
  | goedel, a, b => min a b

/-- The degree to which one of two degrees holds: what is left when both fail, in the same way of saying
"and". -/
def Conjunction.join (one : Nat) (c : Conjunction) (a b : Nat) : Nat := one - c.meet one (one - a) (one - b)

/-- The degree to which all of a list hold. -/
def Conjunction.meetAll (one : Nat) (c : Conjunction) : List Nat → Nat
  | [] => one
  | a :: l => c.meet one a (c.meetAll one l)

/-- The degree of plain truth. -/
def hardDegree (one : Nat) (b : Bool) : Nat := if b = true then one else 0

end DetLM
