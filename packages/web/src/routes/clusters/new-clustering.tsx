/** A form for a new clustering, made from the descriptions of the methods: nothing here knows a method. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { client } from "../../client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import fields from "../../components/field.module.css";
import { notify, notifyFailure } from "../../notices/toasts.ts";
import { changed, methodsQuery } from "../../queries.ts";
import { OptionField, type OptionValue } from "./option-field.tsx";

const automatic = "auto";

export function NewClustering({ onClose }: { readonly onClose: () => void }) {
  const { data: methods = [] } = useQuery(methodsQuery);
  const [chosen, setChosen] = useState(automatic);
  const [values, setValues] = useState<Readonly<Record<string, OptionValue>>>({});
  const [seed, setSeed] = useState(1);
  const navigate = useNavigate();
  const method = methods.find((candidate) => candidate.id === chosen);

  const start = async (event: FormEvent) => {
    event.preventDefault();
    try {
      // Options that were left alone are not sent: the method has its own defaults.
      const options = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
      await client.startClustering({ method: chosen, options, seed });
      changed("jobs");
      notify("Clustering has started.", { label: "Jobs", run: () => void navigate({ to: "/jobs" }) });
      onClose();
    } catch (error) {
      notifyFailure(error);
    }
  };

  return (
    <Dialog title="New clustering" onClose={onClose}>
      <form className={fields.form} onSubmit={start}>
        <label className={fields.field}>
          <span>Method</span>
          <select
            value={chosen}
            onChange={(event) => {
              setChosen(event.target.value);
              setValues({});
            }}
          >
            <option value={automatic}>Automatic</option>
            {methods
              .filter((candidate) => candidate.id !== automatic)
              .map((candidate) => (
                <option key={candidate.id} value={candidate.id}>
                  {candidate.title}
                </option>
              ))}
          </select>
          <small>
            {method?.summary ??
              "Looks at how your photos lie, chooses a method and its settings, and says why."}
          </small>
          {method && (
            <small>
              {method.findsCount ? "Finds the number of clusters itself. " : ""}
              {method.marksNoise ? "Leaves out what fits nowhere. " : ""}
              Cost: {method.complexity}. Source: {method.source}
            </small>
          )}
        </label>
        {method?.options.map((option) => (
          <OptionField
            key={`${method.id} ${option.name}`}
            option={option}
            value={values[option.name] ?? null}
            onChange={(value) => setValues((now) => ({ ...now, [option.name]: value }))}
          />
        ))}
        <label className={fields.field}>
          <span>Seed</span>
          <input
            type="number"
            step={1}
            min={0}
            value={seed}
            onChange={(event) => setSeed(Math.max(0, Math.trunc(event.target.valueAsNumber || 0)))}
          />
          <small>The same seed gives the same clusters.</small>
        </label>
        <Button kind="primary" type="submit">
          Start
        </Button>
      </form>
    </Dialog>
  );
}
