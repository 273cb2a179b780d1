/** A face as detectors speak of it, and one face out of several answers that mean the same. */
import { intersectionOverUnion } from "@imantics/core";
import type { FacePoints, Point } from "./alignment.ts";

/** In pixels of whatever picture it was found in; may stand out of it. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** 0..1, of the network that found it. */
  readonly confidence: number;
}

export interface Face extends FaceBox {
  readonly points: FacePoints;
}

/** Area of the intersection over that of the union, 0..1. */
export function overlap(one: FaceBox, other: FaceBox): number {
  return intersectionOverUnion(
    { ...one, x: one.left, y: one.top },
    { ...other, x: other.left, y: other.top },
  );
}

/** The best of each heap that overlaps it by more than `maxOverlap`; best first. O(boxes × kept). */
export function keepBest<Box extends FaceBox>(boxes: readonly Box[], maxOverlap: number): Box[] {
  const kept: Box[] = [];
  for (const box of boxes.toSorted((a, b) => b.confidence - a.confidence)) {
    if (kept.every((better) => overlap(better, box) <= maxOverlap)) kept.push(box);
  }
  return kept;
}

/** Weighted by confidence, which steadies the points; the confidence itself is the best one. */
export function averageOf(faces: readonly Face[]): Face {
  const total = faces.reduce((sum, { confidence }) => sum + confidence, 0);
  const mean = (of: (face: Face) => number) =>
    faces.reduce((sum, face) => sum + face.confidence * of(face), 0) / total;
  const meanPoint = (name: keyof FacePoints): Point => ({
    x: mean(({ points }) => points[name].x),
    y: mean(({ points }) => points[name].y),
  });
  return {
    left: mean(({ left }) => left),
    top: mean(({ top }) => top),
    width: mean(({ width }) => width),
    height: mean(({ height }) => height),
    confidence: Math.max(...faces.map(({ confidence }) => confidence)),
    points: {
      leftEye: meanPoint("leftEye"),
      rightEye: meanPoint("rightEye"),
      nose: meanPoint("nose"),
      mouth: meanPoint("mouth"),
    },
  };
}
