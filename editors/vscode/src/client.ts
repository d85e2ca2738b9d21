// The language client: the documents and settings that the server gets.

import * as vscode from 'vscode';
import {
  CloseAction,
  DidChangeConfigurationNotification,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  ShowMessageRequest,
  type StaticFeature,
  type TextDocumentFilter,
} from 'vscode-languageclient/node';
import { SHOW_REFERENCES } from './references.ts';
import { chosenSettings } from './settings.ts';

/** A client, not yet started, for the server `command`. */
export function createClient(command: string, output: vscode.LogOutputChannel): LanguageClient {
  const server: ServerOptions = { command };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: 'file', language: 'markdown' },
      { scheme: 'untitled', language: 'markdown' },
      // Not a note: the server reports errors in it while the user types.
      { scheme: 'file', pattern: '**/headword.toml' },
      ...otherLanguages(),
    ],
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // No file events here: the server registers its own file watcher.
    synchronize: { configurationSection: 'headword' },
    initializationOptions: chosenSettings,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (error, message, count) => usual.error(error, message, count),
      // A server that exits before its first answer would exit again after a restart.
      closed: () =>
        client.hasBegun() ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true },
    },
    middleware: {
      workspace: {
        configuration: (params, token, next) =>
          params.items.every(({ section }) => section === 'headword')
            ? params.items.map(chosenSettings)
            : next(params, token),
        didChangeConfiguration: async () => {
          const settings = { headword: chosenSettings() };
          try {
            await client.sendNotification(DidChangeConfigurationNotification.type, { settings });
          } catch {
            // This server is being stopped; the next one gets the settings at its start.
          }
        },
      },
    },
  };
  const client = new Client('headword', 'Headword', server, options);
  client.registerFeature(ownCommands);
  const usual = client.createDefaultErrorHandler();
  return client;
}

/** Where documents of other languages are: files, new documents, cells of notebooks, commit messages. */
const SCHEMES = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-scm'];

/** The languages in which the user wants to see terms. */
function otherLanguages(): TextDocumentFilter[] {
  const languages = vscode.workspace
    .getConfiguration('headword')
    .get<string[]>('server.languages', []);
  return languages.flatMap((language) => SCHEMES.map((scheme) => ({ scheme, language })));
}

/** Declares the client commands that the server may use. */
const ownCommands: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { commands: { commands: [SHOW_REFERENCES] } };
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** The most answers that fit on a message as buttons. */
const MOST_BUTTONS = 3;

/** Asks a question of the server: with buttons, or with a list if there are many answers. */
export function answerQuestions(client: LanguageClient): void {
  client.onRequest(ShowMessageRequest.type, async ({ message, actions = [] }) => {
    const titles = actions.map(({ title }) => title);
    const answer =
      titles.length > MOST_BUTTONS
        ? await vscode.window.showQuickPick(titles, { title: message })
        : await vscode.window.showInformationMessage(message, ...titles);
    return actions.find(({ title }) => title === answer) ?? null;
  });
}

/** Reports no start failures: the caller reports them once, in plain words. */
class Client extends LanguageClient {
  /** Whether the server has ever answered. */
  hasBegun(): boolean {
    return this.initializeResult !== undefined;
  }

  override error(message: string, data?: unknown, show?: boolean | 'force'): void {
    super.error(message, data, this.hasBegun() && show);
  }
}
