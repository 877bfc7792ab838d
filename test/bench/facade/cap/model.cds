/** What CAP brings by itself, as its users would write it: a service that hands a posting on to an S/4, and one that keeps a row. */

aspect Confirmation {
  OrderID                    : String(12);
  Sequence                   : String(6);
  OrderOperation             : String(4);
  Plant                      : String(4);
  WorkCenter                 : String(8);
  FinalConfirmationType      : String(1);
  IsFinalConfirmation        : Boolean;
  ConfirmationYieldQuantity  : Decimal(13, 3);
  ConfirmationScrapQuantity  : Decimal(13, 3);
  ConfirmationUnit           : String(3);
  VarianceReasonCode         : String(4);
  PostingDate                : Date;
  OpConfirmedWorkQuantity1   : Decimal(13, 3);
  OpWorkQuantityUnit1        : String(3);
  EnteredByExternalUser      : String(12);
  ConfirmationText           : String(40);
  ExternalSystemConfirmation : UUID;
}

@cds.external
@cds.persistence.skip
service API_PROD_ORDER_CONFIRMATION_2_SRV {
  entity ProdnOrdConf2 : Confirmation {
    key ConfirmationGroup : String(10);
    key ConfirmationCount : String(8);
  }
}

/** The same service once more: each connection has settings of its own. */
@cds.external
@cds.persistence.skip
service NO_TOKEN_SRV {
  entity ProdnOrdConf2 : Confirmation {
    key ConfirmationGroup : String(10);
    key ConfirmationCount : String(8);
  }
}

@path: '/pass'
service PassService {
  /** Every POST fetches a CSRF token first, which an S/4 demands. */
  @cds.persistence.skip
  entity Confirmations as projection on API_PROD_ORDER_CONFIRMATION_2_SRV.ProdnOrdConf2;
  /** To an S/4 that wants no token. */
  @cds.persistence.skip
  entity Untokened     as projection on NO_TOKEN_SRV.ProdnOrdConf2;
}

entity bench.Rows : Confirmation {
  key ID : UUID;
}

@path: '/rows'
service RowsService {
  entity Rows as projection on bench.Rows;
}

annotate PassService with @(impl: 'services.ts');
