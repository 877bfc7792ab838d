using { countersign } from '../../db/index';
using { sap.common.CodeList } from '@sap/cds/common';

// What fields are called, once for all pages.

annotate CodeList with {
  name  @title: '{i18n>name}';
  descr @title: '{i18n>description}';
};

annotate countersign.SyncAttempts with {
  ID            @title: '{i18n>id}'             @UI.Hidden;
  number        @title: '{i18n>attempt}';
  status        @title: '{i18n>messageStatus}';
  sender        @title: '{i18n>sender}';
  service       @title: '{i18n>service}';
  kind          @title: '{i18n>kind}';
  isChangeSet   @title: '{i18n>isChangeSet}';
  receivedAt    @title: '{i18n>receivedAt}';
  finishedAt    @title: '{i18n>finishedAt}';
  keyValue      @title: '{i18n>keyValue}';
  keyKind       @title: '{i18n>keyKind}';
  bodyHash      @title: '{i18n>bodyHash}';
  deliveries    @title: '{i18n>deliveries}';
  method        @title: '{i18n>method}';
  path          @title: '{i18n>path}';
  plant         @title: '{i18n>plant}';
  order         @title: '{i18n>order}';
  operation     @title: '{i18n>operation}';
  material      @title: '{i18n>material}';
  workCenter    @title: '{i18n>workCenter}';
  yield         @title: '{i18n>yield}'          @Measures.Unit: unit;
  scrap         @title: '{i18n>scrap}'          @Measures.Unit: unit;
  unit          @title: '{i18n>unit}';
  postingDate   @title: '{i18n>postingDate}';
  verdict       @title: '{i18n>verdict}';
  verdictReason @title: '{i18n>verdictReason}'  @UI.MultiLineText;
  policyVersion @title: '{i18n>policyVersion}';
  erpKey        @title: '{i18n>erpKey}';
  postedAt      @title: '{i18n>postedAt}';
  tries         @title: '{i18n>tries}';
  mostTries     @title: '{i18n>mostTries}';
  nextTryAt     @title: '{i18n>nextTryAt}';
  answerStatus  @title: '{i18n>answerStatus}';
  erpDocument   @title: '{i18n>erpDocument}';
  erpCode       @title: '{i18n>erpCode}';
  erpText       @title: '{i18n>erpText}';
};

annotate countersign.AttemptItems with {
  position      @title: '{i18n>position}';
  kind          @title: '{i18n>kind}';
  method        @title: '{i18n>method}';
  path          @title: '{i18n>path}';
  plant         @title: '{i18n>plant}';
  order         @title: '{i18n>order}';
  operation     @title: '{i18n>operation}';
  material      @title: '{i18n>material}';
  yield         @title: '{i18n>yield}'          @Measures.Unit: unit;
  scrap         @title: '{i18n>scrap}'          @Measures.Unit: unit;
  rework        @title: '{i18n>rework}'         @Measures.Unit: unit;
  unit          @title: '{i18n>unit}';
  erpKey        @title: '{i18n>erpKey}';
  erpDocument   @title: '{i18n>erpDocument}';
};

annotate countersign.Conflicts with {
  ID            @title: '{i18n>id}'             @UI.Hidden;
  at            @title: '{i18n>at}';
  position      @title: '{i18n>position}';
  check         @title: '{i18n>check}';
  code          @title: '{i18n>erpCode}';
  cause         @title: '{i18n>cause}';
  severity      @title: '{i18n>severity}';
  isDecisive    @title: '{i18n>isDecisive}';
  field         @title: '{i18n>field}';
  text          @title: '{i18n>conflict}';
  evidence      @title: '{i18n>evidence}';
  groupID       @title: '{i18n>groupID}'        @UI.Hidden;
  plant         @title: '{i18n>plant}';
  material      @title: '{i18n>material}';
  order         @title: '{i18n>order}';
  queue         @title: '{i18n>queue}';
  routedBy      @title: '{i18n>routedBy}';
  assignee      @title: '{i18n>assignee}';
  dueAt         @title: '{i18n>dueAt}';
  resolvedAt    @title: '{i18n>resolvedAt}';
  resolution    @title: '{i18n>resolution}';
};

annotate countersign.AttemptComments with {
  ID            @title: '{i18n>id}'             @UI.Hidden;
  at            @title: '{i18n>at}';
  author        @title: '{i18n>author}';
  text          @title: '{i18n>comment}'        @UI.MultiLineText;
};

annotate countersign.Resubmissions with {
  ID            @title: '{i18n>id}'             @UI.Hidden;
  startedAt     @title: '{i18n>startedAt}';
  startedBy     @title: '{i18n>startedBy}';
  role          @title: '{i18n>role}';
  finishedAt    @title: '{i18n>finishedAt}';
  note          @title: '{i18n>note}';
  groupID       @title: '{i18n>groupID}'        @UI.Hidden;
  code          @title: '{i18n>erpCode}';
  cause         @title: '{i18n>cause}';
  total         @title: '{i18n>messages}';
  done          @title: '{i18n>tried}';
  posted        @title: '{i18n>posted}';
  held          @title: '{i18n>heldAgain}';
  refused       @title: '{i18n>refusedAgain}';
  skipped       @title: '{i18n>skipped}';
};

annotate countersign.ResubmissionItems with {
  position      @title: '{i18n>sequence}';
  order         @title: '{i18n>order}';
  status        @title: '{i18n>cameOfIt}';
  at            @title: '{i18n>at}';
  text          @title: '{i18n>documentOrReason}';
};

annotate countersign.Suggestions with {
  ID            @title: '{i18n>id}'             @UI.Hidden;
  createdAt     @title: '{i18n>createdAt}';
  modifiedAt    @title: '{i18n>modifiedAt}';
  status        @title: '{i18n>status}';
  action        @title: '{i18n>correction}';
  cause         @title: '{i18n>cause}';
  reason        @title: '{i18n>reason}'         @UI.MultiLineText;
  confidence    @title: '{i18n>confidence}';
  failure       @title: '{i18n>failure}';
  rulesFailure  @title: '{i18n>rulesFailure}';
  modelFailure  @title: '{i18n>modelFailure}';
  personCause   @title: '{i18n>wasWrong}';
  personCauseBy @title: '{i18n>saidBy}';
  risk          @title: '{i18n>risk}';
  requiredRole  @title: '{i18n>requiredRole}';
  modelVersion  @title: '{i18n>modelVersion}';
  policyVersion @title: '{i18n>policyVersion}';
  adjustedBy    @title: '{i18n>adjustedBy}';
  decidedBy     @title: '{i18n>decidedBy}';
  decidedAt     @title: '{i18n>decidedAt}';
  note          @title: '{i18n>note}';
  signedOffBy   @title: '{i18n>signedOffBy}';
  signedOffAt   @title: '{i18n>signedOffAt}';
};

annotate countersign.SuggestionChanges with {
  position      @title: '{i18n>position}';
  part          @title: '{i18n>part}';
  field         @title: '{i18n>field}';
  sent          @title: '{i18n>sent}';
  proposed      @title: '{i18n>proposed}';
};

annotate countersign.SuggestionCauses with {
  rank          @title: '{i18n>rank}';
  cause         @title: '{i18n>cause}';
  probability   @title: '{i18n>probability}';
  isListed      @title: '{i18n>isListed}';
};

annotate countersign.SuggestionInfluences with {
  rank          @title: '{i18n>rank}';
  feature       @title: '{i18n>feature}';
  value         @title: '{i18n>value}';
  unit          @title: '{i18n>unit}';
  contribution  @title: '{i18n>contribution}';
};

annotate countersign.SuggestionNeighbours with {
  rank          @title: '{i18n>rank}';
  proximity     @title: '{i18n>likeness}';
};

annotate countersign.Cases with {
  number        @title: '{i18n>attempt}';
  judgedAt      @title: '{i18n>judgedAt}';
  plant         @title: '{i18n>plant}';
  modelVersion  @title: '{i18n>modelVersion}';
  outcome       @title: '{i18n>cameOfIt}';
  cause         @title: '{i18n>cause}';
  labelSource   @title: '{i18n>saysWho}';
  personCause   @title: '{i18n>wasWrong}';
  personBy      @title: '{i18n>saidBy}';
  personAt      @title: '{i18n>saidAt}';
};

annotate countersign.AuditLog with {
  ID             @title: '{i18n>id}'            @UI.Hidden;
  sequence       @title: '{i18n>sequence}';
  at             @title: '{i18n>at}';
  actor          @title: '{i18n>actor}';
  role           @title: '{i18n>role}';
  action         @title: '{i18n>step}';
  attemptNumber  @title: '{i18n>attempt}';
  plant          @title: '{i18n>plant}';
  order          @title: '{i18n>order}';
  status         @title: '{i18n>statusAfter}';
  reason         @title: '{i18n>reason}'        @UI.MultiLineText;
  inputReference @title: '{i18n>inputReference}';
  inputHash      @title: '{i18n>bodyHash}';
  modelVersion   @title: '{i18n>modelVersion}';
  policyVersion  @title: '{i18n>policyVersion}';
  decision       @title: '{i18n>decision}';
  erpDocument    @title: '{i18n>erpDocument}';
  details        @title: '{i18n>details}';
};

annotate countersign.Causes with           { code @title: '{i18n>cause}' };
annotate countersign.NoCauses with         { code @title: '{i18n>cause}' };
annotate countersign.Queues with           { code @title: '{i18n>queue}' };
annotate countersign.ResubmissionStates with { code @title: '{i18n>cameOfIt}'; criticality @title: '{i18n>criticality}' };
annotate countersign.Corrections with      { code @title: '{i18n>correction}' };
annotate countersign.AttemptStates with    { code @title: '{i18n>messageStatus}'; criticality @title: '{i18n>criticality}' };
annotate countersign.SuggestionStates with { code @title: '{i18n>status}'; criticality @title: '{i18n>criticality}' };
annotate countersign.StepStates with       { code @title: '{i18n>statusAfter}'; criticality @title: '{i18n>criticality}' };
annotate countersign.Risks with            { code @title: '{i18n>risk}'; criticality @title: '{i18n>criticality}' };
annotate countersign.Severities with       { code @title: '{i18n>severity}'; criticality @title: '{i18n>criticality}' };
annotate countersign.MessageKinds with     { code @title: '{i18n>kind}' };
annotate countersign.Roles with            { code @title: '{i18n>role}' };
annotate countersign.Steps with            { code @title: '{i18n>step}' };
annotate countersign.Decisions with        { code @title: '{i18n>decision}' };
annotate countersign.Features with         { code @title: '{i18n>feature}' };
