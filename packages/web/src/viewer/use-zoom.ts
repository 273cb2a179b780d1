/** Zoom and pan of the picture on the stage; a new picture starts fitted. */
import { useCallback, useState } from "react";
import { type Extent, fitted, type View, withinStage, zoomAt } from "./zoom.ts";

export interface Zoom {
  readonly view: View;
  /** Zooms about a point from the middle of the stage; the middle when none is given. */
  readonly by: (factor: number, point?: { x: number; y: number }) => void;
  readonly pan: (x: number, y: number) => void;
  readonly fit: () => void;
  /** Told by the stage, so that a picture cannot be dragged off it. */
  readonly setExtents: (picture: Extent, stage: Extent) => void;
}

interface ZoomState {
  readonly image: string;
  readonly view: View;
}

export function useZoom(image: string): Zoom {
  const [state, setState] = useState<ZoomState>({ image, view: fitted });
  const [extents, setBoth] = useState<readonly [Extent, Extent] | null>(null);
  const view = state.image === image ? state.view : fitted;

  const change = (next: (view: View) => View) =>
    setState((now) => {
      const moved = next(now.image === image ? now.view : fitted);
      return { image, view: extents ? withinStage(moved, ...extents) : moved };
    });
  const setExtents = useCallback((picture: Extent, stage: Extent) => setBoth([picture, stage]), []);

  return {
    view,
    by: (factor, point = { x: 0, y: 0 }) => change((now) => zoomAt(now, factor, point)),
    pan: (x, y) => change((now) => ({ ...now, x: now.x + x, y: now.y + y })),
    fit: () => change(() => fitted),
    setExtents,
  };
}
