namespace countersign;

/** Every model that ever ranked causes, and what it was made of. */
entity ModelVersions {
  key version       : String(40);
      family        : String(30);
      trainedAt     : Timestamp;
      isActive      : Boolean default false;
      /** Where the cases came from: recorded outcomes, or made history for development. */
      origin        : String(60);
      cases         : Integer;
      seed          : Integer64;
      parameters    : LargeString;
      featureSchema : String(64);
      dataHash      : String(64);
      bytesHash     : String(64);
      /** The model as its family saves it. */
      bytes         : LargeString;
}
