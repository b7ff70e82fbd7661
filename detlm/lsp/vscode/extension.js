// Starts `detlm lsp` for .det files and passes everything on to it; all knowledge is in the server.

const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function make() {
  const command = workspace.getConfiguration("detlm").get("command", "detlm");
  return new LanguageClient(
    "detlm",
    "detlm",
    { command, args: ["lsp"] },
    { documentSelector: [{ scheme: "file", language: "detlm" }] },
  );
}

async function start() {
  client = make();
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `detlm did not start: ${error.message}. Install it (pip install 'detlm[lsp]'), or set detlm.command.`,
    );
  }
}

async function generate() {
  const editor = window.activeTextEditor;
  if (!editor || editor.document.languageId !== "detlm") {
    return;
  }
  const prompt = await window.showInputBox({ prompt: "What to ask" });
  if (prompt === undefined) {
    return;
  }
  await editor.document.save();
  // Arguments go to the process as they are; no shell reads the prompt.
  const command = workspace.getConfiguration("detlm").get("command", "detlm");
  const shellArgs = ["generate", editor.document.fileName, "--prompt", prompt];
  window.createTerminal({ name: "detlm", shellPath: command, shellArgs }).show();
}

exports.activate = async function (context) {
  context.subscriptions.push(
    commands.registerCommand("detlm.restart", async () => {
      await client?.stop().catch(() => {});
      await start();
    }),
    commands.registerCommand("detlm.generate", generate),
  );
  await start();
};

exports.deactivate = function () {
  return client?.stop();
};
