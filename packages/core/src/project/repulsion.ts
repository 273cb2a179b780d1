/**
 * What pushes points of a t-SNE map apart: for every point Σ q² (y − y′) over all other points, with
 * q = 1 / (1 + ‖y − y′‖²), and Σ q over all ordered pairs.
 *
 * Exact for few points; otherwise by the tree of `space-tree.ts`. Points of one leaf share the list
 * of cells that act on them, so the walk is paid once for a handful and the sum itself is a plain
 * loop over arrays. After van der Maaten (2014), lists after Barnes (1990).
 */
import { SpaceTree } from "./space-tree.ts";

export interface Repulsion {
  /** Writes the forces into `forces` (points × dimensions); gives Σ q over ordered pairs. */
  compute(coordinates: Float64Array, forces: Float64Array): number;
}

/** O(n²). */
export function exactRepulsion(dimensions: 2 | 3): Repulsion {
  return {
    compute(coordinates, forces) {
      forces.fill(0);
      let total = 0;
      for (let i = 0; i < coordinates.length; i += dimensions) {
        for (let j = 0; j < i; j += dimensions) {
          let squared = 1;
          for (let d = 0; d < dimensions; d++) squared += (coordinates[i + d] - coordinates[j + d]) ** 2;
          const q = 1 / squared;
          total += 2 * q;
          for (let d = 0; d < dimensions; d++) {
            const force = q * q * (coordinates[i + d] - coordinates[j + d]);
            forces[i + d] += force;
            forces[j + d] -= force;
          }
        }
      }
      return total;
    },
  };
}

/** A cell is taken as one point when its width is below this share of √(1 + squared distance). */
const OPENING = 0.35;

/** O(n log n). */
export function treeRepulsion(pointCount: number, dimensions: 2 | 3): Repulsion {
  const tree = new SpaceTree(pointCount, dimensions);
  const list = new ActingCells();
  return {
    compute(coordinates, forces) {
      tree.build(coordinates);
      let total = 0;
      for (let node = 0; node < tree.nodeCount; node++) {
        if (!tree.isLeaf(node)) continue;
        list.gather(tree, node);
        total += dimensions === 2 ? list.repelFlat(tree, node, forces) : list.repelRoom(tree, node, forces);
      }
      // Every point met itself, with q = 1 and no force.
      return total - pointCount;
    },
  };
}

/** The cells and single points that act on the points of one leaf. */
class ActingCells {
  #x = new Float64Array(1024);
  #y = new Float64Array(1024);
  #z = new Float64Array(1024);
  #weights = new Float64Array(1024);
  #count = 0;

  gather(tree: SpaceTree, leaf: number): void {
    const { nodeX, nodeY, nodeZ, squaredWidth, first, last, next, nodeCount } = tree;
    const { x, y, z } = tree;
    let [lowX, lowY, lowZ] = [Infinity, Infinity, Infinity];
    let [highX, highY, highZ] = [-Infinity, -Infinity, -Infinity];
    for (let i = first[leaf]; i < last[leaf]; i++) {
      if (x[i] < lowX) lowX = x[i];
      if (x[i] > highX) highX = x[i];
      if (y[i] < lowY) lowY = y[i];
      if (y[i] > highY) highY = y[i];
      if (z[i] < lowZ) lowZ = z[i];
      if (z[i] > highZ) highZ = z[i];
    }
    const opening = OPENING * OPENING;
    this.#count = 0;
    this.#reserve(nodeCount + x.length);
    for (let node = 0; node < nodeCount; ) {
      const dx = Math.max(0, lowX - nodeX[node], nodeX[node] - highX);
      const dy = Math.max(0, lowY - nodeY[node], nodeY[node] - highY);
      const dz = Math.max(0, lowZ - nodeZ[node], nodeZ[node] - highZ);
      if (squaredWidth[node] < opening * (1 + dx * dx + dy * dy + dz * dz)) {
        const at = this.#count++;
        this.#x[at] = nodeX[node];
        this.#y[at] = nodeY[node];
        this.#z[at] = nodeZ[node];
        this.#weights[at] = last[node] - first[node];
        node = next[node];
      } else if (next[node] === node + 1) {
        for (let i = first[node]; i < last[node]; i++) {
          const at = this.#count++;
          this.#x[at] = x[i];
          this.#y[at] = y[i];
          this.#z[at] = z[i];
          this.#weights[at] = 1;
        }
        node++;
      } else node++;
    }
  }

  repelFlat({ x, y, first, last, order }: SpaceTree, leaf: number, forces: Float64Array): number {
    const cellX = this.#x;
    const cellY = this.#y;
    const weights = this.#weights;
    const count = this.#count;
    let total = 0;
    for (let i = first[leaf]; i < last[leaf]; i++) {
      const ownX = x[i];
      const ownY = y[i];
      let sum = 0;
      let forceX = 0;
      let forceY = 0;
      for (let c = 0; c < count; c++) {
        const dx = ownX - cellX[c];
        const dy = ownY - cellY[c];
        const q = 1 / (1 + dx * dx + dy * dy);
        const weighted = q * weights[c];
        sum += weighted;
        forceX += weighted * q * dx;
        forceY += weighted * q * dy;
      }
      total += sum;
      forces[2 * order[i]] = forceX;
      forces[2 * order[i] + 1] = forceY;
    }
    return total;
  }

  repelRoom({ x, y, z, first, last, order }: SpaceTree, leaf: number, forces: Float64Array): number {
    const cellX = this.#x;
    const cellY = this.#y;
    const cellZ = this.#z;
    const weights = this.#weights;
    const count = this.#count;
    let total = 0;
    for (let i = first[leaf]; i < last[leaf]; i++) {
      const ownX = x[i];
      const ownY = y[i];
      const ownZ = z[i];
      let sum = 0;
      let forceX = 0;
      let forceY = 0;
      let forceZ = 0;
      for (let c = 0; c < count; c++) {
        const dx = ownX - cellX[c];
        const dy = ownY - cellY[c];
        const dz = ownZ - cellZ[c];
        const q = 1 / (1 + dx * dx + dy * dy + dz * dz);
        const weighted = q * weights[c];
        sum += weighted;
        forceX += weighted * q * dx;
        forceY += weighted * q * dy;
        forceZ += weighted * q * dz;
      }
      total += sum;
      forces[3 * order[i]] = forceX;
      forces[3 * order[i] + 1] = forceY;
      forces[3 * order[i] + 2] = forceZ;
    }
    return total;
  }

  #reserve(count: number): void {
    if (count <= this.#x.length) return;
    this.#x = new Float64Array(count);
    this.#y = new Float64Array(count);
    this.#z = new Float64Array(count);
    this.#weights = new Float64Array(count);
  }
}
