-- rejected: `x` has a gap: `sorry`, or a proof that failed
def secret : String := include_str "no such file"
theorem x : secret = secret := rfl
