-- rejected: failed to compile
partial def loop (_ : Unit) : False := loop ()
theorem x : False := loop ()
