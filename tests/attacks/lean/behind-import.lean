-- rejected: gap (sorry)
-- open: what stands behind an import on its line is blanked with it
import DetLM theorem x : False := sorry
