-- rejected: `x` has a gap (sorry)
def secret : String := include_str "no such file"
theorem x : secret = secret := rfl
