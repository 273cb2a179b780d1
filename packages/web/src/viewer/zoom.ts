/** Zoom and pan of the viewer as numbers: a point under the pointer stays under the pointer. */

/** `scale` 1 fits the picture into the stage; `x`, `y` move its middle, in px. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

export const fitted: View = { scale: 1, x: 0, y: 0 };
const largest = 32;

/** Zooms by `factor` about a point given from the middle of the stage, in px. */
export function zoomAt(view: View, factor: number, point: { x: number; y: number }): View {
  const scale = Math.min(largest, Math.max(1, view.scale * factor));
  if (scale === 1) return fitted;
  const ratio = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
}

/** Keeps the picture over the stage: no side of it comes further in than the stage's side. */
export function withinStage(view: View, picture: Extent, stage: Extent): View {
  const limit = (side: number, room: number) => Math.max(0, (side * view.scale - room) / 2);
  const limitX = limit(picture.width, stage.width);
  const limitY = limit(picture.height, stage.height);
  return {
    scale: view.scale,
    x: Math.min(limitX, Math.max(-limitX, view.x)),
    y: Math.min(limitY, Math.max(-limitY, view.y)),
  };
}

/** A small picture is not blown up further than this to fill the stage. */
const mostEnlarged = 2;

/** The size at which a picture just fits into the stage, and no more than twice its own. */
export function fitInto(picture: Extent, stage: Extent): Extent {
  const scale = Math.min(mostEnlarged, stage.width / picture.width, stage.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}
