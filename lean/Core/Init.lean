/- # The embedded core

What an ordinary Lean file's implicit `import Init` finds under the embedded kernel. `lean/Core/README.md` says what it has. -/
prelude

import Init.Library
import Init.Unexpand
