-- rejected: unsafe declaration
unsafe def loop : False := loop
theorem x : False := loop
