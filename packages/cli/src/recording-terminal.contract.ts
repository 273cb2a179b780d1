/** A terminal for tests that keeps what it was told. */
import type { Terminal } from "./terminal.ts";

export interface Recording {
  readonly terminal: Terminal;
  readonly said: { stdout: string; stderr: string };
}

/** `answer` is what somebody at the terminal types to every question; without it nobody sits there. */
export function recordingTerminal(
  cwd: string,
  { columns = null, answer }: { readonly columns?: number | null; readonly answer?: string } = {},
): Recording {
  const said = { stdout: "", stderr: "" };
  const onStderr = (text: string) => {
    said.stderr += text;
  };
  const terminal: Terminal = {
    cwd,
    columns,
    print: (line) => {
      said.stdout += `${line}\n`;
    },
    write: (text) => {
      said.stdout += text;
    },
    tell: onStderr,
    draw: onStderr,
    ...(answer !== undefined && {
      ask: async (question: string) => {
        onStderr(question);
        return answer;
      },
    }),
  };
  return { terminal, said };
}
