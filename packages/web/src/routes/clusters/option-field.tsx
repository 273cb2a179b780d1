/** One option of a method as a field: its range, its choices and what it means come from its description. */
import type { Method } from "@imantics/api";
import { useId } from "react";
import fields from "../../components/field.module.css";
import { plainName } from "./quality-words.ts";

/** Null: left to the method. */
export type OptionValue = number | string | boolean | null;

interface OptionFieldProps {
  readonly option: Method["options"][number];
  readonly value: OptionValue;
  readonly onChange: (value: OptionValue) => void;
}

export function OptionField({ option, value, onChange }: OptionFieldProps) {
  const id = useId();
  const byDefault = option.default === null ? "chosen from the photos" : String(option.default);
  if (option.type === "boolean") {
    return (
      <label className={fields.field}>
        <span className={fields.check}>
          <input
            type="checkbox"
            checked={value === null ? option.default === true : value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          {plainName(option.name)}
        </span>
        <small>{option.meaning}</small>
      </label>
    );
  }
  return (
    <div className={fields.field}>
      <label htmlFor={id}>{plainName(option.name)}</label>
      {option.type === "choice" ? (
        <select
          id={id}
          value={String(value ?? "")}
          onChange={(event) => onChange(event.target.value || null)}
        >
          <option value="">Default: {byDefault}</option>
          {option.choices?.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type="number"
          min={option.min ?? undefined}
          max={option.max ?? undefined}
          step={option.type === "integer" ? 1 : "any"}
          placeholder={byDefault}
          value={typeof value === "number" ? value : ""}
          onChange={(event) =>
            onChange(Number.isNaN(event.target.valueAsNumber) ? null : event.target.valueAsNumber)
          }
        />
      )}
      <small>
        {option.meaning}
        {rangeWords(option.min, option.max)}
      </small>
    </div>
  );
}

function rangeWords(least: number | null, most: number | null): string {
  if (least !== null && most !== null) return ` From ${least} to ${most}.`;
  if (least !== null) return ` At least ${least}.`;
  return most === null ? "" : ` At most ${most}.`;
}
