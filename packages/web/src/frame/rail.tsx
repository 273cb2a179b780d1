/** The way between pages: a rail at the left that remembers whether it is wide, a bar below on a phone. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { classes } from "../components/class-names.ts";
import { Icon, type IconName } from "../components/icon.tsx";
import styles from "./rail.module.css";

const storageKey = "imantics.rail";

const places = [
  { to: "/", label: "Home", icon: "home" },
  { to: "/photos", label: "Photos", icon: "photos" },
  { to: "/search", label: "Search", icon: "search" },
  { to: "/clusters", label: "Clusters", icon: "clusters" },
  { to: "/people", label: "People", icon: "people" },
] as const satisfies readonly { to: string; label: string; icon: IconName }[];

const workshop = [
  { to: "/jobs", label: "Jobs", icon: "jobs" },
  { to: "/settings", label: "Settings", icon: "settings" },
] as const satisfies readonly { to: string; label: string; icon: IconName }[];

export function Rail() {
  const [isWide, setWide] = useState(() => localStorage.getItem(storageKey) !== "narrow");
  const toggle = () => {
    localStorage.setItem(storageKey, isWide ? "narrow" : "wide");
    setWide(!isWide);
  };
  return (
    <nav className={classes(styles.rail, isWide && styles.wide)} aria-label="Pages">
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isWide}
        aria-label={isWide ? "Make the page list narrow" : "Make the page list wide"}
        title={isWide ? "Narrow" : "Wide"}
        onClick={toggle}
      >
        <Icon name="menu" />
        <span className={styles.brand}>Imantics</span>
      </button>
      <ul className={styles.list}>
        {places.map((place) => (
          <Place key={place.to} {...place} />
        ))}
        <li className={styles.gap} aria-hidden="true" />
        {workshop.map((place) => (
          <Place key={place.to} {...place} />
        ))}
      </ul>
    </nav>
  );
}

type PlaceProps = (typeof places)[number] | (typeof workshop)[number];

function Place({ to, label, icon }: PlaceProps) {
  return (
    <li>
      <Link
        to={to}
        className={styles.place}
        activeProps={{ className: styles.here ?? "" }}
        activeOptions={{ exact: to === "/", includeSearch: false }}
        title={label}
      >
        <Icon name={icon} />
        <span>{label}</span>
      </Link>
    </li>
  );
}
