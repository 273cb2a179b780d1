/** Whose faces an image shows, each a way to the person. Nothing where there are none. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { facesOfImageQuery } from "../../queries.ts";
import { unnamed } from "./acts.ts";
import { FaceCrop } from "./face-crop.tsx";
import styles from "./face-names.module.css";

export function FaceNames({ image }: { readonly image: string }) {
  const { data: faces = [] } = useQuery(facesOfImageQuery(image));
  if (faces.length === 0) return null;
  return (
    <ul className={styles.names} aria-label="People in this photo">
      {faces.map(({ region, person }) => (
        <li key={region}>
          {person ? (
            <Link to="/people/$person" params={{ person: person.id }} className={styles.name}>
              <FaceCrop region={region} isRound className={styles.face} />
              {person.name ?? "Who is this?"}
            </Link>
          ) : (
            <span className={styles.name}>
              <FaceCrop region={region} isRound className={styles.face} />
              {unnamed}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
