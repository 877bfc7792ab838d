using { MonitorService } from '../../srv/monitor/service';

// What can be counted and by what, filtered and chosen.

annotate MonitorService.Attempts with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  cds.search: { order, material, erpCode, erpDocument },
  Capabilities.SortRestrictions: { NonSortableProperties: [answerText, solvingText] },
  Capabilities.FilterRestrictions: {
    NonFilterableProperties: [answerText, solvingText],
    FilterExpressionRestrictions: [
      { Property: day, AllowedExpressions: 'SingleRange' },
      { Property: receivedAt, AllowedExpressions: 'SingleRange' }
    ]
  },
  Aggregation.ApplySupported: {
    Transformations: ['aggregate', 'topcount', 'bottomcount', 'identity', 'concat', 'groupby', 'filter', 'search'],
    Rollup: #None,
    PropertyRestrictions: true,
    GroupableProperties: [
      day, hour, hourName, month, weeksAgo, plant, workCenter, material, order, sender, policyVersion,
      status, statusName, verdict, verdictName, cause, causeName, queue, queueName, kind, kindName, plantName, workCenterName, materialName
    ],
    AggregatableProperties: [
      { Property: messages }, { Property: failures }, { Property: rightPercent }, { Property: answerMedian }, { Property: answerMost },
      { Property: solvingMedian }, { Property: upToHour }, { Property: upToShift }, { Property: upToDay }, { Property: overDay }
    ]
  },
  Analytics.AggregatedProperty #messages: { Name: 'messagesCount', AggregatableProperty: messages, AggregationMethod: 'sum', @Common.Label: '{i18n>messages}' },
  Analytics.AggregatedProperty #failures: { Name: 'failuresCount', AggregatableProperty: failures, AggregationMethod: 'sum', @Common.Label: '{i18n>failedMessages}' },
  Analytics.AggregatedProperty #right: { Name: 'rightShare', AggregatableProperty: rightPercent, AggregationMethod: 'average', @Common.Label: '{i18n>firstTimeRightPercent}' },
  Analytics.AggregatedProperty #answerMedian: { Name: 'answerHalf', AggregatableProperty: answerMedian, AggregationMethod: 'min', @Common.Label: '{i18n>answerMedian}' },
  Analytics.AggregatedProperty #answerMost: { Name: 'answerNearlyAll', AggregatableProperty: answerMost, AggregationMethod: 'min', @Common.Label: '{i18n>answerMost}' },
  Analytics.AggregatedProperty #solvingMedian: { Name: 'solvingHalf', AggregatableProperty: solvingMedian, AggregationMethod: 'min', @Common.Label: '{i18n>solvingMedian}' },
  Analytics.AggregatedProperty #upToHour: { Name: 'upToHourCount', AggregatableProperty: upToHour, AggregationMethod: 'sum', @Common.Label: '{i18n>upToHour}' },
  Analytics.AggregatedProperty #upToShift: { Name: 'upToShiftCount', AggregatableProperty: upToShift, AggregationMethod: 'sum', @Common.Label: '{i18n>upToShift}' },
  Analytics.AggregatedProperty #upToDay: { Name: 'upToDayCount', AggregatableProperty: upToDay, AggregationMethod: 'sum', @Common.Label: '{i18n>upToDay}' },
  Analytics.AggregatedProperty #overDay: { Name: 'overDayCount', AggregatableProperty: overDay, AggregationMethod: 'sum', @Common.Label: '{i18n>overDay}' }
);

annotate MonitorService.Attempts with {
  status   @Common: {
    ValueListWithFixedValues,
    ValueList: { CollectionPath: 'AttemptStates', Parameters: [
      { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: status, ValueListProperty: 'code' },
      { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
    ] }
  };
  verdict  @Common: {
    ValueListWithFixedValues,
    ValueList: { CollectionPath: 'Verdicts', Parameters: [
      { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: verdict, ValueListProperty: 'code' },
      { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
    ] }
  };
  cause    @Common: {
    ValueListWithFixedValues,
    ValueList: { CollectionPath: 'Causes', Parameters: [
      { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
      { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
    ] }
  };
  queue    @Common: {
    ValueListWithFixedValues,
    ValueList: { CollectionPath: 'Queues', Parameters: [
      { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
      { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
    ] }
  };
  kind     @Common: {
    ValueListWithFixedValues,
    ValueList: { CollectionPath: 'MessageKinds', Parameters: [
      { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: kind, ValueListProperty: 'code' },
      { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
    ] }
  };
  plant    @Common.ValueList: { CollectionPath: 'Plants', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' }
  ] };
  sender   @Common.ValueList: { CollectionPath: 'Senders', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: sender, ValueListProperty: 'sender' }
  ] };
  workCenter @Common.ValueList: { CollectionPath: 'WorkCenters', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: workCenter, ValueListProperty: 'workCenter' },
    { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'plant' }
  ] };
  material @Common.ValueList: { CollectionPath: 'Materials', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: material, ValueListProperty: 'material' },
    { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'plant' }
  ] };
};
