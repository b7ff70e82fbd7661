-- accepted as: theorem x : ∀ (x0 : "\u039dat"), Eq.{1} "\u039dat" x0 "\u039dat.only"
inductive Νat | only
theorem x : ∀ n : Νat, n = .only := fun | .only => rfl
