import cds from '@sap/cds'

/** CAP's own way of passing a request on: whatever is asked of the projection is asked of the remote service. */
export class PassService extends cds.ApplicationService {
  override async init(): Promise<void> {
    const tokened = await cds.connect.to('API_PROD_ORDER_CONFIRMATION_2_SRV')
    const untokened = await cds.connect.to('NO_TOKEN_SRV')
    this.on('*', 'Confirmations', (request) => tokened.run(request.query))
    this.on('*', 'Untokened', (request) => untokened.run(request.query))
    await super.init()
  }
}
