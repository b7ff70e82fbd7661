-- rejected: Unknown constant `IO.FS.writeFile`
initialize IO.FS.writeFile "ran" ""
theorem x : True := trivial
