namespace countersign;

/** Copies of what changes slowly in the ERP, so that a message needn't wait for it. */
entity Replicas {
  key name    : String(120);
      readAt  : Timestamp;
      content : LargeString;
}
