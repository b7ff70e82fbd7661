-- accepted as: theorem x : ∀ (x0 : Prop), Not x0 → Not x0
set_option autoImplicit true
theorem x (h : ¬Falce) : ¬Falce := h
