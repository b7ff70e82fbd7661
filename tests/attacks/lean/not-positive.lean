-- rejected: non positive occurrence
inductive Bad | mk : (Bad → False) → Bad
