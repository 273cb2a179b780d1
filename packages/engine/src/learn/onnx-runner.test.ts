import { describe } from "vitest";
import { runnerContract } from "../../../learn/src/run/runner.contract.ts";
import { onnxRunner } from "./onnx-runner.ts";

describe("one thread", () => runnerContract(onnxRunner({ threads: 1 })));
describe("two threads", () => runnerContract(onnxRunner({ threads: 2 })));
