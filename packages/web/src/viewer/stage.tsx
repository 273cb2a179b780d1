/**
 * The picture itself: placeholder, then the large thumbnail, then the original once it is shown
 * larger than the thumbnail is. What the browser cannot draw (HEIC, TIFF) stays a thumbnail.
 */
import type { ImageTile } from "@imantics/api";
import {
  type CSSProperties,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { originalUrl, thumbnailUrl } from "../client.ts";
import { placeholderUrl } from "../photos/placeholder.ts";
import styles from "./stage.module.css";
import type { Zoom } from "./use-zoom.ts";
import { type Extent, fitInto } from "./zoom.ts";

interface StageProps {
  readonly image: string;
  readonly tile: ImageTile | undefined;
  readonly zoom: Zoom;
  readonly onSwipe: (step: number) => void;
  /** Lies over the picture and moves with it; `--zoom` is how far it is scaled. */
  readonly children?: ReactNode;
}

/** Longer side of the large thumbnail, px. */
const largeThumbnail = 1024;
const swipeDistance = 60;
/** A pointer that moves less than this clicks what lies over the picture, px. */
const clickDistance = 4;

export function Stage({ image, tile, zoom, onSwipe, children }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Extent>({ width: 0, height: 0 });
  const [broken, setBroken] = useState("");
  const drag = useRef<{ x: number; y: number; startX: number; startY: number } | null>(null);
  const { view, setExtents } = zoom;

  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return;
    const measure = () => setRoom({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const natural = tile ?? { width: 4, height: 3 };
  const size = room.width > 0 ? fitInto(natural, room) : room;
  useEffect(
    () => setExtents({ width: size.width, height: size.height }, room),
    [size.width, size.height, room, setExtents],
  );

  const byWheel = useRef(zoom.by);
  byWheel.current = zoom.by;
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    // React listens passively, which would let the page zoom as well.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const point = {
        x: event.clientX - box.left - box.width / 2,
        y: event.clientY - box.top - box.height / 2,
      };
      byWheel.current(Math.exp(-event.deltaY / 300), point);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const { clientX: x, clientY: y } = event;
    drag.current = { x, y, startX: x, startY: y };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!drag.current) return;
    const { clientX: x, clientY: y } = event;
    const { startX, startY } = drag.current;
    // From the start on, a capture would take the click from what lies over the picture.
    if (Math.hypot(x - startX, y - startY) > clickDistance) {
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    if (view.scale > 1) zoom.pan(x - drag.current.x, y - drag.current.y);
    drag.current = { ...drag.current, x, y };
  };
  const onPointerUp = (event: PointerEvent) => {
    const distance = drag.current ? event.clientX - drag.current.startX : 0;
    drag.current = null;
    if (view.scale === 1 && event.pointerType === "touch" && Math.abs(distance) > swipeDistance) {
      onSwipe(distance > 0 ? -1 : 1);
    }
  };

  const shown = Math.max(size.width, size.height) * view.scale * window.devicePixelRatio;
  const wantsOriginal = tile !== undefined && shown > largeThumbnail && broken !== image;
  const onDoubleClick = () =>
    view.scale > 1 ? zoom.fit() : zoom.by(Math.max(2, natural.width / Math.max(1, size.width)));

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging and double clicking have keys and buttons in the viewer.
    <div
      ref={stage}
      className={styles.stage}
      data-zoomed={view.scale > 1}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onDoubleClick={onDoubleClick}
    >
      <div
        key={image}
        className={styles.picture}
        style={
          {
            "--zoom": view.scale,
            width: size.width,
            height: size.height,
            transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
            backgroundImage:
              tile && tile.placeholder !== "" ? `url(${placeholderUrl(tile.placeholder)})` : undefined,
          } as CSSProperties
        }
      >
        <img src={thumbnailUrl(image, "large")} alt="" draggable={false} />
        {wantsOriginal && (
          <img src={originalUrl(image)} alt="" draggable={false} onError={() => setBroken(image)} />
        )}
        {children}
      </div>
      {view.scale > 1 && (
        <p className={styles.zoom} role="status">
          {Math.round(((size.width * view.scale) / natural.width) * 100)} %
          {broken === image && ", a preview: this browser cannot draw the original"}
        </p>
      )}
    </div>
  );
}
