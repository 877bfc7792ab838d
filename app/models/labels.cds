using { countersign } from '../../db/index';
using { ControlService } from '../../srv/control/service';

// Models and what is found out about them: what fields are called, and how codes are shown.

annotate countersign.ModelVersions with {
  version        @title: '{i18n>modelVersion}';
  family         @title: '{i18n>family}';
  trainedAt      @title: '{i18n>trainedAt}';
  isActive       @UI.Hidden;
  origin         @UI.Hidden;
  cases          @title: '{i18n>cases}';
  failures       @title: '{i18n>failuresLearnt}';
  seed           @title: '{i18n>seed}';
  parameters     @UI.Hidden;
  featureSchema  @title: '{i18n>featureSchema}';
  dataHash       @title: '{i18n>dataHash}';
  bytesHash      @title: '{i18n>bytesHash}';
  assessmentHash @title: '{i18n>assessmentHash}';
  status         @title: '{i18n>modelState}'      @Common: { Text: state.name, TextArrangement: #TextOnly };
  kind           @UI.Hidden;
  service        @UI.Hidden;
  trigger        @UI.Hidden;
  firstNumber    @title: '{i18n>firstLabel}';
  lastNumber     @title: '{i18n>lastLabel}';
  parent         @title: '{i18n>parentModel}';
  promotedAt     @title: '{i18n>promotedAt}';
  promotedBy     @title: '{i18n>promotedBy}';
  reason         @title: '{i18n>reason}'          @UI.MultiLineText;
  retiredAt      @title: '{i18n>retiredAt}';
};

annotate countersign.ModelStates with { code @title: '{i18n>modelState}' @Common: { Text: name, TextArrangement: #TextOnly }; criticality @title: '{i18n>criticality}' };

annotate ControlService.ModelHeadlines with {
  version         @UI.Hidden;
  logLoss         @title: '{i18n>logLoss}';
  modelLogLoss    @title: '{i18n>modelLogLoss}';
  rulesLogLoss    @title: '{i18n>rulesLogLoss}';
  firstCause      @title: '{i18n>firstCausePercent}';
  rulesFirstCause @title: '{i18n>rulesFirstCausePercent}';
  gatePasses      @title: '{i18n>gatePassesPercent}';
  gateMessages    @title: '{i18n>gateMessages}';
  gatePrecision   @title: '{i18n>gatePrecisionPercent}';
  gateLow         @title: '{i18n>gateLow}';
  gateHigh        @title: '{i18n>gateHigh}';
  criticality     @UI.Hidden;
  gain            @title: '{i18n>shadowGain}';
  z               @title: '{i18n>shadowZ}';
  shadowMessages  @title: '{i18n>shadowMessages}';
};

annotate countersign.LearningSettings with {
  ID               @UI.Hidden;
  isAutomatic      @title: '{i18n>isAutomatic}';
  retrainEvery     @title: '{i18n>retrainEvery}';
  window           @title: '{i18n>learningWindow}';
  shadowLeast      @title: '{i18n>shadowLeast}';
  shadowMost       @title: '{i18n>shadowMost}';
  reversalDays     @title: '{i18n>reversalDays}';
  spotCheckPercent @title: '{i18n>spotCheckPercent}';
};
