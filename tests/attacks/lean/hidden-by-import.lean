-- rejected: `sorry` leaves a gap in a proof
/-
import DetLM -/
theorem x : False := sorry
-- -/
