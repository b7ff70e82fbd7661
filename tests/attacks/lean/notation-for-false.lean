-- rejected: False
-- open: nothing says what the accepted theorems state
notation:max "False" => True
theorem x : False := trivial
