/** Root of a V2 service, from the root of the server; a version (`API_X_SRV;v=2`) is part of the name. */
export function rootOf(service: string): string {
  return `/sap/opu/odata/sap/${service}`
}
