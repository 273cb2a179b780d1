/**
 * Opening, moving and closing the viewer by the address: opening is a step that Back takes back,
 * moving on is not.
 */
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** This step opened the viewer, so closing it is a step back. */
    opensViewer?: boolean;
  }
}

export function useViewer() {
  const navigate = useNavigate();
  const router = useRouter();
  const search = useSearch({ strict: false });
  const image = search.image;
  const at = search.at;

  const show = (next: { image?: string; at?: number }, isNewStep: boolean) =>
    void navigate({
      to: ".",
      search: ({ image: _, at: __, ...rest }) => ({ ...rest, ...next }),
      replace: !isNewStep,
      state: (state) => ({ ...state, ...(isNewStep && { opensViewer: true }) }),
    });

  return {
    image,
    at,
    open: (id: string, index: number) => show({ image: id, at: index }, true),
    move: (id: string, index: number) => show({ image: id, at: index }, false),
    close: () => (router.history.location.state.opensViewer ? router.history.back() : show({}, false)),
    /** Shows what looks like a picture or a part of one, given as the query language writes it. */
    searchWith: (part: string) => void navigate({ to: "/search", search: { q: part } }),
  };
}
