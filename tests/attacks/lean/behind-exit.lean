-- rejected: exit
-- open: what stands behind `#exit` is not read, and only a warning says so
#exit
theorem x : False := trivial
