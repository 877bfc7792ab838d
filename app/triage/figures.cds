using { TriageService } from '../../srv/triage/service';

// The end of a period, and how plants do.

annotate TriageService.Periods with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  Capabilities.FilterRestrictions: { NonFilterableProperties: [erpPeriod, daysLeft, daysCriticality] },
  Capabilities.SortRestrictions: { NonSortableProperties: [erpPeriod, daysLeft, daysCriticality] }
) {
  plant           @title: '{i18n>plant}';
  period          @title: '{i18n>period}';
  open            @title: '{i18n>openFailures}';
  waiting         @title: '{i18n>underWay}';
  overdue         @title: '{i18n>overdue}';
  erpPeriod       @title: '{i18n>erpPeriod}';
  daysLeft        @title: '{i18n>daysLeft}';
  daysCriticality @UI.Hidden;
};

annotate TriageService.PeriodQueues with @Capabilities.SearchRestrictions: { Searchable: false } {
  plant           @UI.Hidden;
  period          @UI.Hidden;
  queue           @title: '{i18n>queue}';
  open            @title: '{i18n>open}';
  overdue         @title: '{i18n>overdue}';
};

annotate TriageService.PlantFigures with @Capabilities.SearchRestrictions: { Searchable: false } {
  plant                 @title: '{i18n>plant}';
  messages              @title: '{i18n>messages}';
  firstTimeRight        @title: '{i18n>firstTimeRight}';
  firstTimeRightPercent @title: '{i18n>firstTimeRightPercent}';
  open                  @title: '{i18n>open}';
  overdue               @title: '{i18n>overdue}';
  oldestAt              @title: '{i18n>oldestOpen}';
  averageSeconds        @title: '{i18n>averageTime}';
};

annotate TriageService.Periods with @UI: {
  HeaderInfo: { TypeName: '{i18n>periodEnd}', TypeNamePlural: '{i18n>periodEnds}', Title: { Value: period }, Description: { Value: plant } },
  LineItem: [
    { Value: period, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } },
    { Value: open, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: overdue, Criticality: overdueCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: waiting, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: erpPeriod, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: daysLeft, Criticality: daysCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: period }, { Property: plant }],
    Visualizations: ['@UI.LineItem']
  },
  SelectionPresentationVariant #periods: {
    Text: '{i18n>periodEnd}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  },
  DataPoint #open: { Value: open, Title: '{i18n>openFailures}' },
  DataPoint #overdue: { Value: overdue, Title: '{i18n>overdue}', Criticality: overdueCriticality },
  DataPoint #waiting: { Value: waiting, Title: '{i18n>underWay}' },
  DataPoint #erpPeriod: { Value: erpPeriod, Title: '{i18n>erpPeriod}' },
  DataPoint #daysLeft: { Value: daysLeft, Title: '{i18n>daysLeft}', Criticality: daysCriticality },
  HeaderFacets: [
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#open' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#overdue' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#waiting' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#erpPeriod' },
    { $Type: 'UI.ReferenceFacet', Target: '@UI.DataPoint#daysLeft' }
  ],
  Facets: [
    { $Type: 'UI.ReferenceFacet', ID: 'queues', Label: '{i18n>queues}', Target: 'queues/@UI.PresentationVariant' },
    { $Type: 'UI.ReferenceFacet', ID: 'conflicts', Label: '{i18n>openFailures}', Target: 'conflicts/@UI.PresentationVariant#period' },
    { $Type: 'UI.ReferenceFacet', ID: 'waiting', Label: '{i18n>underWay}', Target: 'waitingMessages/@UI.PresentationVariant#waiting' }
  ]
};

annotate TriageService.PeriodQueues with @UI: {
  LineItem: [
    { Value: queue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: open, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: overdue, Criticality: overdueCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } }
  ],
  PresentationVariant: { SortOrder: [{ Property: open, Descending: true }], Visualizations: ['@UI.LineItem'] }
};

annotate TriageService.Conflicts with @UI: {
  LineItem #period: [
    { Value: attemptNumber, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: text, @UI.Importance: #High, @HTML5.CssDefaults: { width: '24rem' } },
    { Value: cause, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: queue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: assignee, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: dueAt, Criticality: dueCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7rem' } }
  ],
  PresentationVariant #period: { SortOrder: [{ Property: dueAt }], Visualizations: ['@UI.LineItem#period'] }
};

annotate TriageService.SyncAttempts with @UI: {
  LineItem #waiting: [
    { Value: number, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: status, Criticality: state.criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '11rem' } },
    { Value: kind, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10rem' } },
    { Value: postingDate, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: receivedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: nextTryAt, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '12rem' } }
  ],
  PresentationVariant #waiting: { SortOrder: [{ Property: number }], Visualizations: ['@UI.LineItem#waiting'] }
};

// Age of the oldest and average time are columns of the app.
annotate TriageService.PlantFigures with @UI: {
  HeaderInfo: { TypeName: '{i18n>plant}', TypeNamePlural: '{i18n>plantsLately}', Title: { Value: plant } },
  LineItem: [
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: messages, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#firstTimeRight', Label: '{i18n>firstTimeRightPercent}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '16rem' } },
    { Value: open, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: overdue, Criticality: overdueCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } }
  ],
  DataPoint #firstTimeRight: { Value: firstTimeRightPercent, TargetValue: 100, Visualization: #Progress },
  PresentationVariant: { SortOrder: [{ Property: plant }], Visualizations: ['@UI.LineItem'] },
  SelectionPresentationVariant #plants: {
    Text: '{i18n>plants}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  }
};

// How the queues do; average and longest time are columns of the app.
annotate TriageService.QueueFigures with @UI: {
  HeaderInfo: { TypeName: '{i18n>queue}', TypeNamePlural: '{i18n>queuesLately}', Title: { Value: queue } },
  LineItem: [
    { Value: queue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: raised, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: open, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: overdue, Criticality: overdueCriticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { $Type: 'UI.DataFieldForAnnotation', Target: '@UI.DataPoint#automatic', Label: '{i18n>automaticPercent}', @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: posted, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } }
  ],
  DataPoint #automatic: { Value: automaticPercent, TargetValue: 100, Visualization: #Progress },
  PresentationVariant: { SortOrder: [{ Property: open, Descending: true }], Visualizations: ['@UI.LineItem'] },
  SelectionPresentationVariant #queues: {
    Text: '{i18n>queues}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant
  }
};
