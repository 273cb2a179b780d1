/** An address that leads nowhere. */
import { Link } from "@tanstack/react-router";
import { Nothing, Page } from "../components/page.tsx";

export function NotFound() {
  return (
    <Page title="There is no such page">
      <Nothing>
        <Link to="/">Go home</Link>
      </Nothing>
    </Page>
  );
}
