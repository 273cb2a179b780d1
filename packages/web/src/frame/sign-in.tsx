/** The door of a server that other machines can reach: asks for a key when the server does. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { client, RequestFailed, reasonOf } from "../client.ts";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import fields from "../components/field.module.css";
import { libraryQuery, queryClient } from "../queries.ts";

export function SignIn() {
  const { error } = useQuery(libraryQuery);
  const [trouble, setTrouble] = useState("");
  const [key, setKey] = useState("");
  if (!(error instanceof RequestFailed) || error.status !== 401) return null;
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await client.signIn(key.trim());
      await queryClient.resetQueries();
    } catch (reason) {
      setTrouble(reasonOf(reason));
    }
  };
  return (
    <Dialog title="This library asks for a key" onClose={() => undefined}>
      <form className={fields.form} onSubmit={onSubmit}>
        <label className={fields.field}>
          <span>API key</span>
          <input
            type="password"
            autoComplete="current-password"
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <small>Whoever runs the server makes one with: imantics keys create</small>
        </label>
        {trouble && <p role="alert">{trouble}</p>}
        <Button kind="primary" type="submit">
          Sign in
        </Button>
      </form>
    </Dialog>
  );
}
