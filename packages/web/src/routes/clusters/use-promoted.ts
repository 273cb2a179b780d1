/** The clustering that opens by default, with its clusters; undefined while unknown or none. */
import type { ClusteringDetail } from "@imantics/api";
import { useQuery } from "@tanstack/react-query";
import { clusteringQuery, clusteringsQuery } from "../../queries.ts";

export function usePromoted(): ClusteringDetail | undefined {
  const { data: clusterings } = useQuery(clusteringsQuery);
  const id = (clusterings?.find((clustering) => clustering.isPromoted) ?? clusterings?.[0])?.id;
  return useQuery({ ...clusteringQuery(id ?? ""), enabled: id !== undefined }).data;
}
