import { describe } from "vitest";
import { kernelsContract } from "./kernels.contract.ts";
import { plainKernels } from "./plain.ts";

describe("plain kernels", () => kernelsContract(() => ({ kernels: plainKernels })));
