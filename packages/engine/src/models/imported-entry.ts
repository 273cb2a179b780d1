/** Makes a catalogue entry of a model that a person imported, from the manifest that lies beside it. */
import type { ImportedModel, Manifest } from "./manifest.ts";
import type { ModelEntry, TextSettings } from "./model-entry.ts";

/** How words enter each family, as far as it can be known without the model's own description. */
export const importedText = {
  clip: { maxTokens: 77, padding: "full", lowersCase: true },
  siglip: { maxTokens: 64, padding: "full", lowersCase: true },
} as const satisfies Record<string, TextSettings>;

export function importedEntry(manifest: Manifest, imported: ImportedModel, folder: string): ModelEntry {
  const { loader, acceptsText } = imported;
  const text = acceptsText && (loader === "clip" || loader === "siglip") ? importedText[loader] : null;
  return {
    id: manifest.id,
    title: imported.title,
    family: "Imported",
    loader,
    source: { kind: "import", folder, variant: imported.variant },
    licence: {
      id: manifest.licence,
      isFreeForAnyUse: false,
      note: "Imported: its licence is yours to know.",
    },
    dimension: imported.dimension,
    pooling: imported.pooling,
    graph: null,
    text,
    prompts: text === null ? [] : ["a photo of {}", "{}"],
    goodFor: `Imported from ${manifest.origin}.`,
    quality: "Not known: measure it on your own photos.",
  };
}
