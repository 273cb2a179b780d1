/** A network with one input and one output, both of floats. */
import { ImanticsError } from "../../domain/errors.ts";
import type { Session, SessionTensor } from "../../models/sessions.ts";

export async function runToFloats(
  session: Session,
  input: SessionTensor,
): Promise<{ readonly shape: readonly number[]; readonly data: Float32Array }> {
  const [inputName = "", outputName = ""] = [session.inputNames[0], session.outputNames[0]];
  const { [outputName]: output } = await session.run({ [inputName]: input }, [outputName]);
  if (output === undefined || !(output.data instanceof Float32Array)) {
    throw new ImanticsError(
      "model-run-failed",
      `Output "${outputName}" of a text network is not float32. Run "npm ci" in the Imantics folder.`,
    );
  }
  return { shape: output.shape, data: output.data };
}
