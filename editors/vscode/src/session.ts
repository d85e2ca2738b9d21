// The running server. Starts and stops run one after the other, even if requested quickly.

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { answerQuestions, createClient } from './client.ts';
import { findServer, ServerNotFound } from './server.ts';

/** The path of the server. Throws `ServerNotFound` if there is none. */
export function chosenServer(context: vscode.ExtensionContext): string {
  return findServer({
    configured: vscode.workspace.getConfiguration('headword').get('server.path', '').trim(),
    extension: context.extensionPath,
    searchPath: process.env['PATH'] ?? '',
  });
}

export class Session {
  private client: LanguageClient | undefined;
  private lastStep: Promise<void> = Promise.resolve();
  private readonly context: vscode.ExtensionContext;
  private readonly output: vscode.LogOutputChannel;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel) {
    this.context = context;
    this.output = output;
  }

  /** Stops the running server and starts a new one. Never rejects: the user sees the error. */
  restart(): Promise<void> {
    return this.next(async () => {
      await this.stopClient();
      await this.startClient();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.stopClient());
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.lastStep = this.lastStep.then(step);
    return this.lastStep;
  }

  private async startClient(): Promise<void> {
    try {
      const command = chosenServer(this.context);
      this.output.info(`Starting ${command}`);
      this.client = createClient(command, this.output);
      await this.client.start();
      // After the start: the client's own handler shows buttons only.
      answerQuestions(this.client);
    } catch (error) {
      this.output.error(error instanceof Error ? error : String(error));
      const isMissing = error instanceof ServerNotFound;
      void this.tell(isMissing ? error.message : 'The Headword language server does not start.');
    }
  }

  private async stopClient(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that crashed or hangs cannot be stopped cleanly; the next one can still start.
      this.output.warn(String(error));
    }
  }

  private async tell(message: string): Promise<void> {
    const answer = await vscode.window.showErrorMessage(message, 'Open Settings', 'Show Output');
    if (answer === 'Open Settings') {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'headword.server.path');
    } else if (answer === 'Show Output') {
      this.output.show();
    }
  }
}
