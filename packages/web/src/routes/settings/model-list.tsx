/** Every model of the catalogue: what it is good for, whether it is here, what it costs to fetch. */
import type { Model } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { Trouble, Waiting } from "../../components/page.tsx";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { changed, modelsQuery } from "../../queries.ts";
import { bytes } from "../../words/quantities.ts";
import styles from "./settings-page.module.css";

export function ModelList() {
  const { data: models, error } = useQuery(modelsQuery);
  if (error) return <Trouble error={error} />;
  if (!models) return <Waiting label="Reading the models" />;
  return (
    <ul className={styles.models}>
      {models.map((model) => (
        <ModelRow key={model.id} model={model} />
      ))}
    </ul>
  );
}

function ModelRow({ model }: { readonly model: Model }) {
  return (
    <li className={styles.model} data-active={model.isActive}>
      <div>
        <h3>{model.title}</h3>
        <p>{model.quality}</p>
        <p>{factsOf(model)}</p>
      </div>
      <aside>
        {model.isActive && <span className={styles.active}>Serves now</span>}
        {!model.isActive && model.state === "ready" && (
          <Button aria-label={`Use ${model.title}`} onClick={() => void activate(model)}>
            Use
          </Button>
        )}
        {model.state === "not-downloaded" && model.downloadBytes !== null && (
          <Button icon="download" aria-label={`Download ${model.title}`} onClick={() => void pull(model)}>
            {bytes(model.downloadBytes)}
          </Button>
        )}
        {model.state === "not-downloaded" && model.downloadBytes === null && (
          <code>{`imantics models import <file> --id ${model.id}`}</code>
        )}
      </aside>
    </li>
  );
}

function factsOf(model: Model): string {
  const place = { folder: "in the models folder", cache: "in the cache", npm: "part of Imantics" };
  return [
    model.acceptsText ? "words and pictures" : "pictures only",
    `${model.dimension} numbers a photo`,
    model.licence,
    model.foundIn ? place[model.foundIn] : "not here yet",
  ].join(", ");
}

async function activate(model: Model): Promise<void> {
  try {
    await client.activateModel(model.id);
    notify(`${model.title} serves now. Index again so that it sees your photos.`, {
      label: "Index",
      run: () => void indexAgain(),
    });
  } catch (error) {
    notifyFailure(error);
  }
  changed("models", "library", "search");
}

async function indexAgain(): Promise<void> {
  try {
    await client.index({});
    changed("jobs");
  } catch (error) {
    notifyFailure(error);
  }
}

async function pull(model: Model): Promise<void> {
  try {
    await client.pullModel(model.id);
    notify(`Downloading ${model.title}. The ring at the top right shows how far it is.`);
  } catch (error) {
    notifyFailure(error);
  }
  changed("jobs");
}
