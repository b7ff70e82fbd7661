import Lake
open Lake DSL

/-!
# The Lean package

For people with a Lean toolchain: `lake build` checks every proof under the official Lean library,
`lake test` checks the examples, `lake lint` that `lean/DetLM.lean` and `lean/DetLMTest.lean` import
every module below them. Nothing here is needed to run detlm, which brings its own kernel and its own
small core (`lean/Core`, not part of this package).
-/

package detlm where
  srcDir := "lean"
  testDriver := "DetLMTest"

/-- What constraint files mean, how it is checked, and why the checks are right. -/
@[default_target]
lean_lib DetLM where
  leanOptions := #[⟨`linter.missingDocs, true⟩]

/-- Examples that must hold. -/
lean_lib DetLMTest

/-- The modules below a library that its root file does not import. -/
def missingImports (library : String) : IO (Array String) := do
  let root := System.FilePath.mk "lean"
  let imports ← IO.FS.lines (root / s!"{library}.lean")
  let files ← (root / library).walkDir
  let modules := files.filter (·.extension == some "lean") |>.map fun file =>
    String.intercalate "." ((file.withExtension "").components.drop 1)
  return modules.filter fun name => !imports.contains s!"import {name}"

/-- Checks that the root files import every module. -/
@[lint_driver]
script lint do
  let missing := (← missingImports "DetLM") ++ (← missingImports "DetLMTest")
  for name in missing do
    IO.eprintln s!"not imported by the root file of its library: {name}"
  return if missing.isEmpty then 0 else 1
