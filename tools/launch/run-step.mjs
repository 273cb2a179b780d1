/**
 * Runs one external program quietly: its output is kept, a line on stderr says what is going on and
 * for how long, and the output is only shown when it fails. stdout is never touched: it belongs to
 * the command that the person asked for.
 */
import { spawn } from "node:child_process";

/**
 * @param {string} title what a person sees
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd: string, isQuiet?: boolean }} options
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export async function runStep(title, [program, ...args], { cwd, isQuiet = false }) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const isTerminal = process.stderr.isTTY === true && !isQuiet;
  if (!isQuiet) process.stderr.write(isTerminal ? `${title} …` : `${title} …\n`);
  const ticker = isTerminal
    ? setInterval(() => process.stderr.write(`\r${title} … ${seconds().toFixed(0)} s`), 1000)
    : undefined;
  let output = "";
  const code = await new Promise((resolve) => {
    // npm is a .cmd file on Windows, which only a shell can start.
    const isShell = process.platform === "win32" && program === "npm";
    const child = spawn(program, args, { cwd, shell: isShell, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => {
      output += `${program}: ${error.message}\n`;
      resolve(127);
    });
    child.on("close", (status) => resolve(status ?? 1));
  });
  clearInterval(ticker);
  if (isTerminal) process.stderr.write(`\r${title} … ${seconds().toFixed(0)} s\n`);
  return { code, output, seconds: seconds() };
}
