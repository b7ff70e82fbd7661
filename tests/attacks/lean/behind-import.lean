-- rejected: gap: `sorry`
import DetLM theorem x : False := sorry
