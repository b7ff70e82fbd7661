-- rejected: is not a proposition
theorem x : claim := trivial
where claim : Prop := True
