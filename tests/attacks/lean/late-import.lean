-- rejected: import
theorem x : True := trivial
import DetLM
