/** `imantics parts`: looks for things, text and faces in pictures, and says what was found. */
import { ImanticsError, type JobRequest, type Library } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { followJob } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { countOf } from "../render/numbers.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import { summaryOf } from "../render/summary.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

const ForgetOptions = LibraryOptions.extend({ yes: z.boolean().default(false) });
const FindOptions = LibraryOptions.extend({ only: z.array(z.string()).exactOptional() });

export function addPartsCommand(program: Command, terminal: Terminal): void {
  const parts = program
    .command("parts")
    .summary("look for things, text and faces in pictures")
    .description(
      "Looks for parts in every picture that was not looked at yet, so that pictures are found by what is " +
        "in them. Faces are looked for only after: imantics parts on faces.",
    );
  addFind(parts, terminal);
  addList(parts, terminal);
  addSwitch(parts, terminal, "on");
  addSwitch(parts, terminal, "off");
  addForget(parts, terminal);
  addUse(parts, terminal);
}

function addFind(parts: Command, terminal: Terminal): void {
  const find = parts
    .command("find", { isDefault: true })
    .description("Looks, with the detectors that are switched on. Running it again costs what is new.")
    .option("--only <detector...>", "only these: objects, text, faces");
  addLibraryOptions(find).action(async (options: unknown) => {
    const parsed = parseOptions(FindOptions, options);
    const request: JobRequest = { kind: "parts", ...(parsed.only && { detectors: parsed.only }) };
    await withLibrary("write", parsed, terminal, async (library) => {
      const asTyped = await typedPaths(library, [], terminal.cwd);
      const view = parsed.json ? jsonLines(terminal, asTyped) : progressView(terminal);
      const outcome = await followJob(library, request, view, terminal);
      if (parsed.json) return terminal.print(JSON.stringify(summaryOf(outcome)));
      const { pictures = 0, failed = 0, ...found } = outcome.summaries[0]?.counts ?? {};
      const words = Object.entries(found).map(([type, count]) => `${count} ${type}`);
      terminal.print(`Looked at ${countOf(pictures, "picture")}: ${words.join(", ") || "nothing new"}.`);
      terminal.tell(costs(outcome.summaries[0]?.result.milliseconds));
      if (failed > 0)
        terminal.tell(`${countOf(failed, "picture")} could not be looked at: imantics failures list\n`);
    });
  });
}

/** What each stage took a picture, in one worker. */
function costs(milliseconds: unknown): string {
  const stages = z.record(z.string(), z.number()).safeParse(milliseconds);
  if (!stages.success || Object.keys(stages.data).length === 0) return "";
  const words = Object.entries(stages.data).map(([stage, spent]) => `${stage} ${spent.toFixed(0)}`);
  return `Milliseconds a picture: ${words.join(", ")}.\n`;
}

function addList(parts: Command, terminal: Terminal): void {
  const list = parts.command("list").description("What looks for parts, and what was found so far.");
  addLibraryOptions(list).action(async (options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const detectors = await library.parts.detectors();
      const counts = await library.parts.counts();
      if (parsed.json) return terminal.print(JSON.stringify({ detectors, counts }));
      const rows = detectors.map(({ id, isOn, seen, summary }) => [
        id,
        isOn ? "on" : "off",
        String(seen),
        summary,
      ]);
      terminal.print(renderTable([["detector", "", "seen", ""], ...rows], [2]));
      const shown = counts.filter(({ type }) => type !== "whole").slice(0, 30);
      if (shown.length === 0) return;
      const cells = shown.map(({ type, label, regions, images }) => [
        label ?? type,
        String(regions),
        String(images),
      ]);
      terminal.print(`\n${renderTable([["part", "regions", "pictures"], ...cells], [1, 2])}`);
    });
  });
}

function addSwitch(parts: Command, terminal: Terminal, state: "on" | "off"): void {
  const command = parts
    .command(state)
    .argument("<detector>", "objects, text or faces")
    .description(`Switches a detector ${state}, from the next search for parts on.`);
  addLibraryOptions(command).action(async (detector: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      await turn(library, detector, state === "on");
      if (parsed.json) terminal.print(JSON.stringify({ detector, isOn: state === "on" }));
      else terminal.print(`${detector} is ${state}.`);
    });
  });
}

function addUse(parts: Command, terminal: Terminal): void {
  const use = parts
    .command("use")
    .argument("<network>", "centernet (always there), or one that was fetched or brought: docs/parts.md")
    .option("--words <word...>", "what to look for, for networks that are asked in words")
    .description("Chooses the network that finds things; the next search for parts finds them all again.");
  addLibraryOptions(use).action(async (network: string, options: unknown) => {
    const parsed = parseOptions(
      LibraryOptions.extend({ words: z.array(z.string()).exactOptional() }),
      options,
    );
    await withLibrary("write", parsed, terminal, async (library) => {
      await library.parts.useForThings(network, parsed.words);
      if (parsed.json) terminal.print(JSON.stringify({ things: network }));
      else terminal.print(`${network} finds things from the next "imantics parts" on.`);
    });
  });
}

function addForget(parts: Command, terminal: Terminal): void {
  const forget = parts
    .command("forget")
    .argument("<detector>", "objects, text or faces")
    .option("--yes", "do it")
    .description(
      "Puts everything that a detector found into the trash and switches it off; " +
        '"imantics spaces empty" throws it out for good.',
    );
  addLibraryOptions(forget).action(async (detector: string, options: unknown) => {
    const parsed = parseOptions(ForgetOptions, options);
    await withLibrary(parsed.yes ? "write" : "read", parsed, terminal, async (library) => {
      const known = (await library.parts.detectors()).find(({ id }) => id === detector);
      if (known && !known.isOn && known.seen === 0) {
        throw new ImanticsError("already-so", `${known.title} are off, and nothing of them is kept.`);
      }
      if (known && !parsed.yes) {
        throw new ImanticsError(
          "usage",
          `This removes what was found in ${countOf(known.seen, "picture")}. Say --yes to do it.`,
        );
      }
      await library.parts.forget(detector);
      if (parsed.json) terminal.print(JSON.stringify({ forgotten: detector }));
      else
        terminal.print(
          `All ${detector} are in the trash and no longer looked for; "imantics spaces empty" throws them out for good.`,
        );
    });
  });
}

async function turn(library: Library, detector: string, isOn: boolean): Promise<void> {
  const known = (await library.parts.detectors()).find(({ id }) => id === detector);
  if (known?.isOn === isOn) {
    throw new ImanticsError("already-so", `${known.title} are ${isOn ? "on" : "off"} already.`);
  }
  await library.parts.switch(detector, isOn);
}
