using { ControlService } from './service';

annotate ControlService.FailureCodes with {
  ID          @Core.Computed;
  class       @readonly;
  number      @readonly;
  origin      @readonly;
  isEdited    @readonly;
  example     @readonly;
  evidence    @readonly;
  code        @assert: (case when (code is null or code = '') and (textPattern is null or textPattern = '') then 'COUNTERSIGN/CODE_OR_TEXT' end);
  cause       @mandatory;
  queue       @mandatory;
};

annotate ControlService.QueueTargets with {
  dueWithin   @mandatory  @assert.range: [1, 525600];
};

annotate ControlService.ReasonMappings with {
  plant       @mandatory;
  shopFloor   @mandatory;
  erp         @mandatory;
};
