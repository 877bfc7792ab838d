/** Ports of everything that runs locally, as the environment sets them. */
export function ports(): { port: number; s4Port: number; s4AdminPort: number; dmPort: number } {
  const { PORT, S4_PORT, S4_ADMIN_PORT, DM_PORT } = process.env
  return {
    port: Number(PORT ?? 4004),
    s4Port: Number(S4_PORT ?? 4005),
    s4AdminPort: Number(S4_ADMIN_PORT ?? 4007),
    dmPort: Number(DM_PORT ?? 4006),
  }
}
