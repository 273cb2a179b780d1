/** Models in words: what each is good for, whether it is here, what a download costs and allows. */
import type { checkModel, DownloadDescription, ModelListing } from "@imantics/engine";
import { formatBytes } from "./numbers.ts";
import { renderTable } from "./table.ts";

type ModelCheck = Awaited<ReturnType<typeof checkModel>>;

export function describeModels(models: readonly (ModelListing & { readonly isActive: boolean })[]): string {
  return models.map(describeModel).join("\n\n");
}

function describeModel(model: ModelListing & { readonly isActive: boolean }): string {
  const { id, title, downloadBytes, licence, dimension, acceptsText, goodFor, quality } = model;
  const size = downloadBytes === null ? "" : ` (${formatBytes(downloadBytes)})`;
  const toGet =
    downloadBytes === null
      ? `imantics models import <file.onnx> --id ${id}`
      : `imantics models pull ${id}${size}`;
  const state = model.state === "ready" ? `ready, from ${model.foundIn}` : toGet;
  const layer = model.layer === null ? "" : ` (layer ${model.layer})`;
  const facts = `${dimension} numbers an image${layer}, ${acceptsText ? "words and pictures" : "pictures only"}, ${licence.id}`;
  const heading = `${id}  ${title}${model.isActive ? "  in use" : ""}`;
  return [heading, `  ${goodFor}`, `  ${quality}`, `  ${facts}`, `  ${state}`].join("\n");
}

/** What a download will bring, before it starts. */
export function describeOffer({
  title,
  variant,
  host,
  repository,
  licence,
  missingBytes,
}: DownloadDescription): string {
  const use = licence.isFreeForAnyUse ? "" : " (read it before using the model in a business)";
  const note = licence.note === null ? "" : `. ${licence.note}`;
  return `${title}, ${variant}, ${formatBytes(missingBytes)} from ${host}/${repository}. Licence: ${licence.id}${use}${note}`;
}

export function modelCheckLines({ id, folder, files, failure, isGood }: ModelCheck): string {
  return [
    `${id}: ${isGood ? "whole, and it runs" : "damaged"}${folder === null ? "" : `, in ${folder}`}`,
    ...(files.length > 0
      ? [
          renderTable(
            files.map(({ state, bytes, path }) => [state, formatBytes(bytes), path]),
            [1],
          ),
        ]
      : []),
    ...(failure === null ? [] : [`Trial run: ${failure.message}`]),
  ].join("\n");
}
