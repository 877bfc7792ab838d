using { MonitorService } from '../../srv/monitor/service';

// What is counted, and what it is counted by; codes are shown by their texts.

annotate MonitorService.Attempts with {
  ID             @UI.Hidden;
  number         @title: '{i18n>attempt}';
  receivedAt     @title: '{i18n>receivedAt}';
  postedAt       @title: '{i18n>postedAt}';
  finishedAt     @title: '{i18n>finishedAt}';
  plant          @title: '{i18n>plant}'           @Common: { Text: plantName, TextArrangement: #TextOnly };
  plantName      @title: '{i18n>plant}'           @UI.HiddenFilter;
  order          @title: '{i18n>order}';
  operation      @title: '{i18n>operation}';
  material       @title: '{i18n>material}'        @Common: { Text: materialName, TextArrangement: #TextOnly };
  materialName   @title: '{i18n>material}'        @UI.HiddenFilter;
  workCenter     @title: '{i18n>workCenter}'      @Common: { Text: workCenterName, TextArrangement: #TextOnly };
  workCenterName @title: '{i18n>workCenter}'      @UI.HiddenFilter;
  sender         @title: '{i18n>sender}';
  kind           @title: '{i18n>kind}'            @Common: { Text: kindName, TextArrangement: #TextOnly };
  status         @title: '{i18n>outcome}'         @Common: { Text: statusName, TextArrangement: #TextOnly };
  verdict        @title: '{i18n>verdict}'         @Common: { Text: verdictName, TextArrangement: #TextOnly };
  cause          @title: '{i18n>cause}'           @Common: { Text: causeName, TextArrangement: #TextOnly };
  queue          @title: '{i18n>queue}'           @Common: { Text: queueName, TextArrangement: #TextOnly };
  policyVersion  @title: '{i18n>policyVersion}';
  erpDocument    @title: '{i18n>erpDocument}';
  erpCode        @title: '{i18n>erpCode}';
  erpText        @title: '{i18n>erpText}';
  day            @title: '{i18n>day}';
  month          @title: '{i18n>month}';
  hour           @title: '{i18n>hourUtc}'         @Common: { Text: hourName, TextArrangement: #TextOnly };
  hourName       @title: '{i18n>hourUtc}'         @UI.HiddenFilter;
  weeksAgo       @title: '{i18n>weeksAgo}';
  messages       @title: '{i18n>messages}'        @UI.HiddenFilter;
  failures       @title: '{i18n>failedOnce}';
  rightPercent   @title: '{i18n>firstTimeRightPercent}' @UI.HiddenFilter;
  answerTime     @title: '{i18n>answerTime}'      @UI.HiddenFilter @Common: { Text: answerText, TextArrangement: #TextOnly };
  answerText     @UI.Hidden;
  solvingTime    @title: '{i18n>solvingTime}'     @UI.HiddenFilter @Common: { Text: solvingText, TextArrangement: #TextOnly };
  solvingText    @UI.Hidden;
  solvingHours   @UI.Hidden;
  answerMedian   @title: '{i18n>answerMedian}'    @UI.HiddenFilter;
  answerMost     @title: '{i18n>answerMost}'      @UI.HiddenFilter;
  solvingMedian  @title: '{i18n>solvingMedian}'   @UI.HiddenFilter;
  upToHour       @title: '{i18n>upToHour}'        @UI.HiddenFilter;
  upToShift      @title: '{i18n>upToShift}'       @UI.HiddenFilter;
  upToDay        @title: '{i18n>upToDay}'         @UI.HiddenFilter;
  overDay        @title: '{i18n>overDay}'         @UI.HiddenFilter;
  statusName     @title: '{i18n>outcome}'         @UI.HiddenFilter;
  verdictName    @title: '{i18n>verdict}'         @UI.HiddenFilter;
  causeName      @title: '{i18n>cause}'           @UI.HiddenFilter;
  queueName      @title: '{i18n>queue}'           @UI.HiddenFilter;
  kindName       @title: '{i18n>kind}'            @UI.HiddenFilter;
  criticality    @UI.Hidden;
  failureLink    @UI.Hidden;
  auditNumber    @title: '{i18n>auditLog}'        @UI.HiddenFilter;
  auditLink      @UI.Hidden;
};

annotate MonitorService.Plants with { plant @title: '{i18n>plant}' };
annotate MonitorService.Senders with { sender @title: '{i18n>sender}' };
annotate MonitorService.WorkCenters with {
  workCenter @title: '{i18n>workCenter}' @Common: { Text: name, TextArrangement: #TextOnly };
  plant      @title: '{i18n>plant}';
};
annotate MonitorService.Materials with {
  material   @title: '{i18n>material}'   @Common: { Text: name, TextArrangement: #TextOnly };
  plant      @title: '{i18n>plant}';
};
annotate MonitorService.Verdicts with { code @title: '{i18n>verdict}' @Common: { Text: name, TextArrangement: #TextOnly } };
