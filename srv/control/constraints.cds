using { ControlService } from './service';
using from './operations';
using from './changelog';

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

annotate ControlService.LearningSettings with {
  ID               @readonly;
  isAutomatic      @mandatory;
  retrainEvery     @mandatory  @assert.range: [100, 1000000];
  window           @mandatory  @assert.range: [500, 200000];
  shadowLeast      @mandatory  @assert.range: [100, 100000];
  shadowMost       @mandatory  @assert.range: [100, 100000]  @assert: (case when shadowMost < shadowLeast then 'COUNTERSIGN/SHADOW_TURNED' end);
  reversalDays     @mandatory  @assert.range: [0, 365];
  spotCheckPercent @mandatory  @assert.range: [0, 100];
};

annotate ControlService.SenderRules with {
  sender      @mandatory;
  service     @mandatory;
  method      @mandatory  @assert: (case when method not in ('*', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'MERGE', 'DELETE') then 'COUNTERSIGN/METHOD_UNKNOWN' end);
};
