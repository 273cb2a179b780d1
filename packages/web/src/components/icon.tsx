/**
 * The few line icons of the page, drawn for it on a 20 × 20 grid. Always beside a label or on a
 * control that has a name; for a screen reader they do not exist.
 */
const paths = {
  home: "M3 9.5 10 3.5l7 6M5 8v8.5h10V8M8 16.5v-4.5h4v4.5",
  photos: "M3 4.5h14v11H3zM3 13l4-4 3.5 3.5L13 10l4 4M13 7.5h.01",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
  clusters:
    "M6.5 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM14 8a1.8 1.8 0 1 0 0-3.6A1.8 1.8 0 0 0 14 8zM13 16.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM5.5 15.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
  people:
    "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5M13 4a2.6 2.6 0 0 1 0 5M14 12.1c2.1.5 3.5 2.1 3.5 4.4",
  jobs: "M4 5h12M4 10h8M4 15h5",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  close: "M5 5l10 10M15 5 5 15",
  check: "M4 10.5 8 14.5 16 5.5",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  left: "M12.5 4 6.5 10l6 6",
  right: "M7.5 4l6 6-6 6",
  down: "M4 7.5l6 6 6-6",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v4.5M10 6.5h.01",
  similar: "M3 6.5h7v7H3zM10 9.5h7v7h-7zM13 3.5v3M11.5 5h3",
  download: "M10 3.5v9M6.5 9l3.5 3.5L13.5 9M4 16.5h12",
  edit: "M4 16l.8-3.5L13.5 3.8l2.7 2.7L7.5 15.2z",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10.5h6.6L14 6",
  star: "M10 3.5l2 4.3 4.7.6-3.5 3.2.9 4.7L10 14l-4.1 2.3.9-4.7L3.3 8.4l4.7-.6z",
  picture: "M3.5 4h13v12h-13zM3.5 13.5 8 9l3.5 3.5 1.5-1.5 3.5 3",
  part: "M6 2.5V14h11.5M2.5 6H14v11.5",
  parts: "M3 3.5h8v6H3zM14 4.5h3v8h-3zM5 12.5h6.5v4H5z",
  why: "M2.5 10C4.5 6.5 7 5 10 5s5.5 1.5 7.5 5c-2 3.5-4.5 5-7.5 5s-5.5-1.5-7.5-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  copy: "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
  upload: "M10 13V4M6.5 7.5 10 4l3.5 3.5M4 16.5h12",
  retry: "M15.5 7A6 6 0 1 0 16 11.5M16 4v3.5h-3.5",
  warning: "M10 3.5 17.5 16.5h-15zM10 8.5v4M10 14.5h.01",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
