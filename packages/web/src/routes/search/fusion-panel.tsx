/** How much the parts of a picture count in this search; what is set here stands in the address. */
import { defaultWeights, type Fusion } from "@imantics/api";
import { Button } from "../../components/button.tsx";
import fields from "../../components/field.module.css";
import { mostWeight, type WeighedType, weighedTypes } from "../../query/fusion.ts";
import styles from "./fusion-panel.module.css";

interface FusionPanelProps {
  readonly id: string;
  readonly fusion: Fusion;
  readonly onChange: (fusion: Fusion) => void;
}

const names: Readonly<Record<WeighedType, string>> = {
  whole: "Whole picture",
  object: "Things in it",
  text: "Text in it",
  drawn: "Parts you drew",
};

export function FusionPanel({ id, fusion, onChange }: FusionPanelProps) {
  const isUsual = Object.keys(fusion).length === 0;
  return (
    <section id={id} className={styles.panel} aria-label="How parts count">
      <div className={styles.sliders}>
        {weighedTypes.map((type) => {
          const weight = fusion.weights?.[type] ?? defaultWeights[type];
          return (
            <label key={type}>
              <span>{names[type]}</span>
              <input
                type="range"
                min={0}
                max={mostWeight}
                step={0.1}
                value={weight}
                aria-valuetext={weight === 0 ? "does not count" : String(weight)}
                onChange={({ target }) =>
                  onChange({ ...fusion, weights: { ...fusion.weights, [type]: target.valueAsNumber } })
                }
              />
              <output>{weight === 0 ? "off" : weight.toFixed(1)}</output>
            </label>
          );
        })}
      </div>
      <div className={styles.rest}>
        <label>
          <span>Of several things or lines</span>
          <select
            className={fields.inline}
            value={fusion.aggregate ?? "max"}
            onChange={({ target }) =>
              onChange({ ...fusion, aggregate: target.value === "average" ? "average" : "max" })
            }
          >
            <option value="max">the best counts</option>
            <option value="average">their average counts</option>
          </select>
        </label>
        <label className={fields.check}>
          <input
            type="checkbox"
            checked={fusion.usesConfidence ?? false}
            onChange={({ target }) => onChange({ ...fusion, usesConfidence: target.checked })}
          />
          Count how sure the detector was
        </label>
        <Button kind="quiet" disabled={isUsual} onClick={() => onChange({})}>
          Reset to defaults
        </Button>
      </div>
    </section>
  );
}
