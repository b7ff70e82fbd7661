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
    {
      documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: "detlm" })),
      middleware: { executeCommand },
    },
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

// The server generates from the saved file; what to ask is asked here, a lens brings what the file asks.
async function executeCommand(command, args, next) {
  if (command !== "detlm.generate") {
    return next(command, args);
  }
  const document = window.activeTextEditor?.document;
  if (document?.languageId !== "detlm") {
    return;
  }
  const prompt = await window.showInputBox({ prompt: "What to ask", value: args[1] ?? "" });
  if (prompt !== undefined && (await document.save())) {
    return next(command, [args[0] ?? client.code2ProtocolConverter.asUri(document.uri), prompt]);
  }
}

exports.activate = async function (context) {
  context.subscriptions.push(
    commands.registerCommand("detlm.restart", async () => {
      await client?.stop().catch(() => {});
      await start();
    }),
  );
  await start();
};

exports.deactivate = function () {
  return client?.stop();
};
