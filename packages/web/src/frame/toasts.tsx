/** Messages at the lower right (or out of the way at the top), with the way back when there is one. */
import { Button, IconButton } from "../components/button.tsx";
import { classes } from "../components/class-names.ts";
import { dismissToast, useToasts } from "../notices/toasts.ts";
import styles from "./toasts.module.css";

export function Toasts({ isAtTop = false }: { readonly isAtTop?: boolean }) {
  const toasts = useToasts();
  return (
    <div className={classes(styles.stack, isAtTop && styles.top)} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={classes(styles.toast, toast.isError && styles.error)}>
          <p>{toast.text}</p>
          {toast.action && (
            <Button
              kind="quiet"
              onClick={() => {
                toast.action?.run();
                dismissToast(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <IconButton icon="close" label="Dismiss" onClick={() => dismissToast(toast.id)} />
        </div>
      ))}
    </div>
  );
}
