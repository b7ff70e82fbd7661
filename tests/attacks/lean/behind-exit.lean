-- rejected: exit
#exit
theorem x : False := trivial
