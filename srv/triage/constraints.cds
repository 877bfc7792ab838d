using { TriageService } from './service';

annotate TriageService.Substitutions with {
  user       @mandatory;
  substitute @mandatory  @assert: (case when substitute = user then 'COUNTERSIGN/STANDS_IN_FOR_ONESELF' end);
  validFrom  @mandatory;
  validTo    @mandatory  @assert: (case when validTo < validFrom then 'COUNTERSIGN/DATES_TURNED' end);
};

annotate TriageService.AlertRules with {
  owner      @readonly;
  queue      @assert: (case when coalesce(queue.code, '') = '' and coalesce(plant, '') = '' and coalesce(material, '') = ''
                            and coalesce(![order], '') = '' and coalesce(cause.code, '') = '' and coalesce(code, '') = ''
                            and coalesce(isOverdue, false) = false
                       then 'COUNTERSIGN/RULE_EMPTY' end);
};
