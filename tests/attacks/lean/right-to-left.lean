-- accepted as: theorem x : True
theorem x : True := trivial -- ‮ eslaF : x meroeht ‬
