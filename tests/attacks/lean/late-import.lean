-- rejected: import
-- open: imports are blanked wherever they stand
theorem x : True := trivial
import DetLM
