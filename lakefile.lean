import Lake
open Lake DSL

/-!
# The Lean package

For people with a Lean toolchain: `lake build` checks every proof under the official Lean library, `lake test`
checks the examples, `lake lint` compiles both with every warning an error and looks for modules that no root file
imports. Nothing here is needed to run detlm, which brings its own kernel and its own small core (`lean/Core`,
not part of this package): there `detlm lean build`, `test` and `lint` do the same, and `lint` knows more rules.
-/

package detlm where
  srcDir := "lean"
  leanOptions := #[⟨`linter.missingDocs, true⟩]
  testDriver := "DetLMTest"

/-- What constraint files mean, how it is checked, and why the checks are right. -/
@[default_target]
lean_lib DetLM

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

/-- Checks that the root files import every module, and that Lean has nothing to say about any. -/
@[lint_driver]
script lint do
  let missing := (← missingImports "DetLM") ++ (← missingImports "DetLMTest")
  for name in missing do
    IO.eprintln s!"not imported by the root file of its library: {name}"
  -- Lake repeats the warnings of modules that are built already, and `--wfail` makes them fail.
  let build ← IO.Process.spawn { cmd := "lake", args := #["build", "--wfail", "DetLM", "DetLMTest"] }
  let status ← build.wait
  return if missing.isEmpty then status else 1
