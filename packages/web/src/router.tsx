/**
 * Every page and what its address may hold. Written by hand, so that one can read it. Pages load
 * when they are first opened; search values are plain repeated parameters, not JSON.
 */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { Frame } from "./frame/frame.tsx";
import { imagePageQuery, layoutQuery, queryClient } from "./queries.ts";
import { HomePage } from "./routes/home/home-page.tsx";
import { NotFound } from "./routes/not-found.tsx";
import { parseSearch, stringifySearch } from "./search-values.ts";
import {
  photosScope,
  readClustersSearch,
  readPhotosSearch,
  readSearchSearch,
  readViewerSearch,
} from "./view-in-address.ts";

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });

const home = createRoute({ getParentRoute: () => root, path: "/", component: HomePage });

const photos = createRoute({
  getParentRoute: () => root,
  path: "/photos",
  validateSearch: readPhotosSearch,
  // The listing travels while the code of the page does; the page asks for the same again and finds it here.
  loaderDeps: ({ search }) => photosScope(search),
  loader: ({ deps }) => {
    void queryClient.prefetchQuery(layoutQuery(deps));
    void queryClient.prefetchQuery(imagePageQuery(deps, 0));
  },
  component: lazyRouteComponent(() => import("./routes/photos/photos-page.tsx"), "PhotosPage"),
});

const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  validateSearch: readSearchSearch,
  component: lazyRouteComponent(() => import("./routes/search/search-page.tsx"), "SearchPage"),
});

const clusters = createRoute({
  getParentRoute: () => root,
  path: "/clusters",
  validateSearch: readClustersSearch,
  component: lazyRouteComponent(() => import("./routes/clusters/clusters-page.tsx"), "ClustersPage"),
});

const clustering = createRoute({
  getParentRoute: () => root,
  path: "/clusters/$clustering",
  validateSearch: readClustersSearch,
  component: lazyRouteComponent(() => import("./routes/clusters/clustering-page.tsx"), "ClusteringPage"),
});

const cluster = createRoute({
  getParentRoute: () => root,
  path: "/clusters/$clustering/$cluster",
  validateSearch: readViewerSearch,
  component: lazyRouteComponent(() => import("./routes/clusters/cluster-page.tsx"), "ClusterPage"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("./routes/people/people-page.tsx"), "PeoplePage"),
});

const person = createRoute({
  getParentRoute: () => root,
  path: "/people/$person",
  validateSearch: readViewerSearch,
  component: lazyRouteComponent(() => import("./routes/people/person-page.tsx"), "PersonPage"),
});

const jobs = createRoute({
  getParentRoute: () => root,
  path: "/jobs",
  component: lazyRouteComponent(() => import("./routes/jobs/jobs-page.tsx"), "JobsPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("./routes/settings/settings-page.tsx"), "SettingsPage"),
});

const index = createRoute({
  getParentRoute: () => root,
  path: "/index.html",
  beforeLoad: () => {
    throw redirect({ to: "/" });
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    photos,
    search,
    clusters,
    clustering,
    cluster,
    people,
    person,
    jobs,
    settings,
    index,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
