using { MonitorService } from '../../srv/monitor/service';

// The messages behind a chart, and what each page begins with.

annotate MonitorService.Attempts with @UI: {
  HeaderInfo: { TypeName: '{i18n>message}', TypeNamePlural: '{i18n>messages}', Title: { Value: number } },
  SelectionFields: [day, cause, plant, workCenter, material, status],
  LineItem: [
    { Value: number, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: receivedAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12.5rem' } },
    { Value: status, Criticality: criticality, @UI.Importance: #High, @HTML5.CssDefaults: { width: '10.5rem' } },
    { Value: verdict, @UI.Importance: #High, @HTML5.CssDefaults: { width: '5.5rem' } },
    { $Type: 'UI.DataFieldWithUrl', Value: cause, Url: failureLink, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: queue, @UI.Importance: #High, @HTML5.CssDefaults: { width: '7.5rem' } },
    { Value: plant, @UI.Importance: #High, @HTML5.CssDefaults: { width: '4rem' } },
    { Value: order, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: material, @UI.Importance: #High, @HTML5.CssDefaults: { width: '6rem' } },
    { Value: workCenter, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8.5rem' } },
    { Value: answerTime, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: solvingTime, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8.5rem' } },
    { $Type: 'UI.DataFieldWithUrl', Value: auditNumber, Url: auditLink, @UI.Importance: #Low, @HTML5.CssDefaults: { width: '6rem' } }
  ],
  PresentationVariant #latest:  { SortOrder: [{ Property: receivedAt, Descending: true }], Visualizations: ['@UI.LineItem'] },
  PresentationVariant #oldest:  { SortOrder: [{ Property: receivedAt }], Visualizations: ['@UI.LineItem'] },
  PresentationVariant #slowest: { SortOrder: [{ Property: answerTime, Descending: true }], Visualizations: ['@UI.LineItem'] },
  PresentationVariant #longest: { SortOrder: [{ Property: solvingTime, Descending: true }], Visualizations: ['@UI.LineItem'] },

  SelectionPresentationVariant #flow: {
    Text: '{i18n>messages}',
    SelectionVariant: { SelectOptions: [] },
    PresentationVariant: @UI.PresentationVariant#flow
  },
  SelectionPresentationVariant #failures: {
    Text: '{i18n>failedMessages}',
    SelectionVariant: { SelectOptions: [{ PropertyName: failures, Ranges: [{ Sign: #I, Option: #EQ, Low: '1' }] }] },
    PresentationVariant: @UI.PresentationVariant#failures
  },
  SelectionPresentationVariant #waiting: {
    Text: '{i18n>underWay}',
    SelectionVariant: { SelectOptions: [{ PropertyName: status, Ranges: [
      { Sign: #I, Option: #EQ, Low: 'received' }, { Sign: #I, Option: #EQ, Low: 'waiting' }, { Sign: #I, Option: #EQ, Low: 'posting' },
      { Sign: #I, Option: #EQ, Low: 'unknown' }, { Sign: #I, Option: #EQ, Low: 'held' }
    ] }] },
    PresentationVariant: @UI.PresentationVariant#waiting
  }
};

// The same colours as in the lists. A chart shows these values as they stand here, so they are the names of the states; others get a colour of their own.
annotate MonitorService.Attempts with {
  statusName @UI.ValueCriticality: [
    { Value: '{i18n>outcomePosted}', Criticality: #Positive },
    { Value: '{i18n>outcomeHeld}', Criticality: #Critical },
    { Value: '{i18n>outcomeRefused}', Criticality: #Negative },
    { Value: '{i18n>outcomeRejected}', Criticality: #Neutral }
  ];
};
