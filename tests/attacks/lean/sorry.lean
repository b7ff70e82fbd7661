-- rejected: leaves a gap
import DetLM
theorem x : False := by sorry
