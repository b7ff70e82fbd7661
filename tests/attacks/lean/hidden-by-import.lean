-- rejected: gap (sorry)
-- open: a whole line that begins with `import` is blanked, the end of a comment with it
/-
import DetLM -/
theorem x : False := sorry
-- -/
