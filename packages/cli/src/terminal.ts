/**
 * Where words go. stdout carries the answer and nothing else, so that it can be piped; progress,
 * notices and errors go to stderr. Tests give their own terminal.
 */
import { createInterface } from "node:readline/promises";
import { exitCodes } from "./exit-codes.ts";
import { harmless } from "./render/harmless.ts";

export interface Terminal {
  /** Paths that a person types are relative to this. */
  readonly cwd: string;
  /** Width of the screen in columns, or null when stderr is not a screen (then: no bars). */
  readonly columns: number | null;
  /** One line of the answer, to stdout. */
  print(line: string): void;
  /** Part of the answer as it is, to stdout, without a line end. */
  write(text: string): void;
  /** Anything that is not the answer, to stderr, without a line end. */
  tell(text: string): void;
  /** Bars and colours of our own making, to stderr as they are: never anything that came from a file. */
  draw(text: string): void;
  /** Asks a person and waits for a line; absent where nobody sits, such as in a script. */
  readonly ask?: (question: string) => Promise<string>;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    get columns() {
      return process.stderr.isTTY ? process.stderr.columns || 80 : null;
    },
    print: (line) => void process.stdout.write(`${harmless(line)}\n`),
    // What is piped into a file or a program stays as it is, byte by byte.
    write: (text) => void process.stdout.write(process.stdout.isTTY ? harmless(text) : text),
    tell: (text) => void process.stderr.write(harmless(text)),
    draw: (text) => void process.stderr.write(text),
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/**
 * What cannot be written ends the program in plain words instead of with a stack: quietly where the
 * reader went away (`imantics … | head`), with a reason where a disk is full.
 */
export function exitOnBrokenOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      if (stream === process.stdout) {
        process.stderr.write(
          `The answer cannot be written: ${error.message}. Make room or write elsewhere.\n`,
        );
      }
      process.exit(exitCodes.error);
    });
  }
}
