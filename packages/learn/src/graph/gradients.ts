/**
 * Reverse-mode differentiation: the gradient of one number with respect to many tensors, as a graph of
 * the same operations. One rule for each operation; each is checked against finite differences.
 *
 * After Wengert (1964), Linnainmaa (1970), Speelpenning (1980).
 */
import {
  add,
  broadcastTo,
  constant,
  convolveInput,
  convolveWeights,
  divide,
  exp,
  gather,
  matmul,
  multiply,
  negate,
  pad,
  reshape,
  scalar,
  scatter,
  slice,
  step,
  subtract,
  sum,
  transpose,
} from "./operations.ts";
import { inOrder, type Sizes, shapeText, sizeOf, type Tensor } from "./tensor.ts";

/**
 * Gradients of `loss` (a single number) in the order of `parameters`; zeros for one it does not depend
 * on. Adds about twice the work of the loss itself.
 * @throws RangeError when `loss` is more than one number, or naming an operation without a derivative.
 */
export function gradients(loss: Tensor, parameters: readonly Tensor[]): Tensor[] {
  if (sizeOf(loss.shape) !== 1) {
    throw new RangeError(`Only a single number has a gradient; the loss has shape ${shapeText(loss.shape)}.`);
  }
  const wanted = new Set(parameters);
  const ordered = inOrder([loss]);
  const counts = new Set<Tensor>();
  for (const tensor of ordered) {
    if (wanted.has(tensor)) counts.add(tensor);
    else if (tensor.operation.kind !== "stop" && tensor.inputs.some((each) => counts.has(each)))
      counts.add(tensor);
  }
  const arrived = new Map<Tensor, Tensor>([[loss, constant([1], loss.shape)]]);
  for (const tensor of ordered.reverse()) {
    const gradient = arrived.get(tensor);
    if (gradient === undefined || !counts.has(tensor)) continue;
    tensor.inputs.forEach((each, index) => {
      if (!counts.has(each)) return;
      const share = gradientOfInput(tensor, gradient, index);
      const before = arrived.get(each);
      arrived.set(each, before === undefined ? share : add(before, share));
    });
  }
  return parameters.map(
    (each) => (counts.has(each) && arrived.get(each)) || broadcastTo(scalar(0), each.shape),
  );
}

/** What of `gradient`, that of `result`, goes on to the input at `index`. */
function gradientOfInput(result: Tensor, gradient: Tensor, index: number): Tensor {
  const { operation, inputs } = result;
  const x = inputs[index];
  switch (operation.kind) {
    case "negate":
      return negate(gradient);
    case "exp":
      return multiply(gradient, result);
    case "log":
      return divide(gradient, x);
    case "sqrt":
      return divide(multiply(gradient, 0.5), result);
    case "tanh":
      return multiply(gradient, subtract(1, multiply(result, result)));
    case "relu":
      return multiply(gradient, step(result));
    case "erf":
      return multiply(gradient, multiply(2 / Math.sqrt(Math.PI), exp(negate(multiply(x, x)))));
    case "abs":
      return multiply(gradient, subtract(step(x), step(negate(x))));
    case "step":
      return multiply(gradient, 0);
    case "add":
      return sumTo(gradient, x.shape);
    case "subtract":
      return sumTo(index === 0 ? gradient : negate(gradient), x.shape);
    case "multiply":
      return sumTo(multiply(gradient, inputs[1 - index]), x.shape);
    case "divide":
      return sumTo(
        index === 0 ? divide(gradient, inputs[1]) : negate(divide(multiply(gradient, result), inputs[1])),
        x.shape,
      );
    case "matmul":
      return sumTo(
        index === 0 ? matmul(gradient, transpose(inputs[1])) : matmul(transpose(inputs[0]), gradient),
        x.shape,
      );
    case "softmax": {
      const weighted = multiply(gradient, result);
      return subtract(weighted, multiply(result, sum(weighted, [-1], true)));
    }
    case "logSoftmax":
      return subtract(gradient, multiply(exp(result), sum(gradient, [-1], true)));
    case "sum":
      return broadcastTo(gradient, x.shape);
    case "max": {
      const isLargest = subtract(1, step(subtract(result, x)));
      return multiply(divide(gradient, sum(isLargest, operation.axes, true)), isLargest);
    }
    case "reshape":
      return reshape(gradient, x.shape);
    case "broadcast":
      return sumTo(gradient, x.shape);
    case "transpose":
      return transpose(
        gradient,
        operation.order.map((_, axis) => operation.order.indexOf(axis)),
      );
    case "concat": {
      const start = inputs.slice(0, index).reduce((total, each) => total + each.shape[operation.axis], 0);
      return slice(gradient, operation.axis, start, x.shape[operation.axis]);
    }
    case "slice":
      return pad(gradient, operation.axis, operation.start, x.shape[operation.axis]);
    case "pad":
      return slice(gradient, operation.axis, operation.before, x.shape[operation.axis]);
    case "gather":
      return scatter(gradient, inputs[1], x.shape[0]);
    case "scatter":
      return gather(gradient, inputs[1]);
    case "convolve":
      return index === 0
        ? convolveInput(gradient, inputs[1], x.shape, operation.window)
        : convolveWeights(inputs[0], gradient, x.shape, operation.window);
    default:
      throw new RangeError(`The operation ${operation.kind} has no derivative; put stopGradient before it.`);
  }
}

/** Adds up what a broadcast repeated. */
function sumTo(gradient: Tensor, shape: Sizes): Tensor {
  const added = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((length, axis) =>
    axis < added || (shape[axis - added] === 1 && length !== 1) ? [axis] : [],
  );
  return reshape(axes.length === 0 ? gradient : sum(gradient, axes, true), shape);
}
