/** Choices of the library by name, as text. Who owns one knows how to read it. */
export interface SettingPort {
  get(name: string): Promise<string | null>;
  /** Null removes it. */
  set(name: string, value: string | null): Promise<void>;
}
