// The language client: which documents the server sees and which settings it is given.

import type * as vscode from 'vscode';
import {
  CloseAction,
  DidChangeConfigurationNotification,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  type StaticFeature,
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
      // Not as a note: so that its mistakes are shown as they are typed.
      { scheme: 'file', pattern: '**/headword.toml' },
    ],
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // Changed files need no mention here: the server asks to be told about them.
    synchronize: { configurationSection: 'headword' },
    initializationOptions: chosenSettings,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (error, message, count) => usual.error(error, message, count),
      // A server that ends before it has begun would only do so again.
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
            // This server is being stopped; the next one is given the settings when it starts.
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

/** Tells the server which commands it may refer to. */
const ownCommands: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { commands: { commands: [SHOW_REFERENCES] } };
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** Leaves it to whoever starts it to report that it did not start: once, and in plain words. */
class Client extends LanguageClient {
  /** Whether the server has ever answered. */
  hasBegun(): boolean {
    return this.initializeResult !== undefined;
  }

  override error(message: string, data?: unknown, show?: boolean | 'force'): void {
    super.error(message, data, this.hasBegun() && show);
  }
}
