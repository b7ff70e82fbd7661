-- accepted as: theorem x : Not False
@[app_unexpander Not] def Not.print : Lean.PrettyPrinter.Unexpander := fun _ => `(True)
theorem x : ¬ False := id
