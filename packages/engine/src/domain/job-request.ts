/** What can be asked of the engine as a job; stored with the job, so that it can be started again. */
export type JobRequest =
  | {
      readonly kind: "index";
      /** New folders, image files or zip archives; none: every known source again. */
      readonly locations: readonly string[];
      readonly include?: readonly string[];
      readonly exclude?: readonly string[];
      /** Cluster and name when something changed. Default false. */
      readonly thenCluster?: boolean;
      /** Look for parts afterwards, in a job of its own. Default false. */
      readonly thenParts?: boolean;
    }
  | {
      readonly kind: "cluster";
      /** A method of the registry; `auto` lets the engine choose and say why. */
      readonly method: string;
      readonly options: Readonly<Record<string, unknown>>;
      /** Default 1. */
      readonly seed?: number;
    }
  | {
      readonly kind: "parts";
      /** Ids of detectors; default: those that are switched on. */
      readonly detectors?: readonly string[];
    }
  | { readonly kind: "pull-model"; readonly model: string }
  | { readonly kind: "doctor"; readonly repair: boolean };
